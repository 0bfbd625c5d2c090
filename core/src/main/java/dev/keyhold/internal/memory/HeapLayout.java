package dev.keyhold.internal.memory;

/**
 * How many bytes of heap objects and arrays take in this JVM: exact for a 64-bit HotSpot with its
 * default headers, with or without compressed references. (With compact headers an object is up to
 * 4 bytes smaller, most of which the alignment takes back.)
 *
 * <p>Constants of this process; asking costs nothing that starts a management bean.
 */
public final class HeapLayout {
  /** A property of HotSpot's that is there if, and only if, references are compressed. */
  private static final boolean COMPRESSED =
      System.getProperty("java.vm.compressedOopsMode") != null;

  /** A reference in a field or an array. */
  public static final int REFERENCE_BYTES = COMPRESSED ? Integer.BYTES : Long.BYTES;

  private static final int HEADER_BYTES = 12;
  private static final int ARRAY_HEADER_BYTES = HEADER_BYTES + Integer.BYTES;
  private static final int ALIGNMENT_BYTES = 8;

  private HeapLayout() {}

  /** An object whose fields, those of its superclasses included, take so many bytes. */
  public static int object(int references, int otherBytes) {
    return (int) aligned((long) HEADER_BYTES + (long) references * REFERENCE_BYTES + otherBytes);
  }

  /** An array of primitives of so many bytes in all. */
  public static long array(long contentBytes) {
    return aligned(ARRAY_HEADER_BYTES + contentBytes);
  }

  /** An array of references. */
  public static long references(long count) {
    return array(count * REFERENCE_BYTES);
  }

  private static long aligned(long bytes) {
    return bytes + ALIGNMENT_BYTES - 1 & -ALIGNMENT_BYTES;
  }
}
