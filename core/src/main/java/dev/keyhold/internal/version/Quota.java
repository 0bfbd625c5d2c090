package dev.keyhold.internal.version;

import java.util.function.LongSupplier;

/**
 * What a database may hold, for {@link Timeline#commit}.
 *
 * @param entriesMax how many keys may hold something
 * @param bytesMax how much heap everything may take
 * @param otherBytes how much is taken by what the timeline does not know; asked under its latch, so
 *     it takes no lock
 */
public record Quota(long entriesMax, long bytesMax, LongSupplier otherBytes) {
  /** Whatever fits into the heap. */
  public static final Quota NONE = new Quota(Long.MAX_VALUE, Long.MAX_VALUE, () -> 0);
}
