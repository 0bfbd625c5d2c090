package dev.keyhold.internal.version;

import dev.keyhold.internal.memory.HeapLayout;
import dev.keyhold.json.Json;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a key held from one revision on: a value, or nothing once it was removed. Immutable but for
 * its revision, which is set once when it is committed, and for its predecessor, which goes when no
 * snapshot needs it any more.
 *
 * <p>Made by {@link #first}, {@link #after}, {@link #removal} and {@link #expired}, and given to
 * {@link Timeline#commit}. The plain form, a value that stays until it is replaced under a key that
 * was not there before, has 32 bytes; a replaced one tells when its key was created, in 8 more; one
 * that expires is its own timer, and has 64.
 */
public sealed class Version permits Passing, Version.Replacing, Version.Expired {
  /** When it does not expire, in milliseconds since 1970. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int FIRST_BYTES = HeapLayout.object(2, Long.BYTES + Integer.BYTES);
  private static final int REPLACING_BYTES = HeapLayout.object(2, 2 * Long.BYTES + Integer.BYTES);

  private final @Nullable Json value;

  /**
   * Of heap: this and the value; 0 for a removal. Kept here, beside what every write reads anyway,
   * so that whoever overwrites need not look at the value that goes.
   */
  private final int bytes;

  /** {@link #PENDING} until it is committed. Written by the committer, before it publishes. */
  @SuppressWarnings("UnusedVariable") // by its handle
  private long revision = PENDING;

  /** The revision of what is not committed: higher than any. */
  static final long PENDING = Long.MAX_VALUE;

  /**
   * The version before it, while a snapshot may need one. Written under the key's exclusive hold or
   * the stripe of {@link Snapshots}; read without.
   */
  @SuppressWarnings("UnusedVariable") // by its handle
  private @Nullable Version before;

  private static final VarHandle BEFORE;
  private static final VarHandle REVISION;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BEFORE = lookup.findVarHandle(Version.class, "before", Version.class);
      REVISION = lookup.findVarHandle(Version.class, "revision", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  Version(@Nullable Json value, int shellBytes) {
    this.value = value;
    this.bytes = value == null ? 0 : Math.toIntExact(shellBytes + value.heapBytes());
  }

  /**
   * A value under a key that holds nothing.
   *
   * @param expiryMillis since 1970; {@link #NEVER}
   */
  public static Version first(Json value, long expiryMillis) {
    return expiryMillis == NEVER
        ? new Version(value, FIRST_BYTES)
        : new Passing(value, 0, expiryMillis);
  }

  /**
   * A value in place of another.
   *
   * @param old what the key holds now, not removed
   */
  public static Version after(Version old, Json value, long expiryMillis) {
    long created = old.created();
    return expiryMillis == NEVER
        ? new Replacing(value, created)
        : new Passing(value, created, expiryMillis);
  }

  /** Nothing, in place of what was there: somebody took it out. */
  public static Version removal() {
    return new Version(null, 0);
  }

  /** Nothing, in place of what was there: its time was over. */
  public static Version expired() {
    return new Expired();
  }

  /** What an entry has that was made for a commit that did not happen: nothing, from the start. */
  static Version never() {
    Version none = new Version(null, 0);
    none.committed(0);
    return none;
  }

  /** The value; null: removed. */
  public final @Nullable Json value() {
    return value;
  }

  public final boolean isRemoval() {
    return value == null;
  }

  /** Whether it is a removal because the time was over, and nobody's wish. */
  public final boolean isExpiry() {
    return this instanceof Expired;
  }

  /** Whether it is a value that expires. Costs a look at the object's class. */
  public final boolean isPassing() {
    return this instanceof Passing;
  }

  /** How many bytes of heap it takes with its value; 0 for a removal. */
  final int bytes() {
    return bytes;
  }

  /** Of the commit that wrote it; above all others while it is not committed. */
  public final long revision() {
    return (long) REVISION.getAcquire(this);
  }

  final void committed(long at) {
    REVISION.setRelease(this, at);
  }

  /** Of the commit that put a value under the key when it held none. */
  public long created() {
    return revision();
  }

  /** From when on nobody sees it, in milliseconds since 1970; {@link #NEVER}. */
  public long expiryMillis() {
    return NEVER;
  }

  /** Whether there is a value to be seen at a time. */
  public final boolean isVisible(long nowMillis) {
    return value != null && nowMillis < expiryMillis();
  }

  /** No read after this one is done before it. */
  final @Nullable Version before() {
    return (Version) BEFORE.getAcquire(this);
  }

  final void before(@Nullable Version earlier) {
    BEFORE.setRelease(this, earlier);
  }

  /** The newest version of a chain that is not newer than a revision; null: none. */
  static @Nullable Version at(@Nullable Version head, long revision) {
    Version each = head;
    while (each != null && each.revision() > revision) {
      each = each.before();
    }
    return each;
  }

  /** Of a key that was created before. */
  static final class Replacing extends Version {
    private final long created;

    private Replacing(Json value, long created) {
      super(value, REPLACING_BYTES);
      this.created = created;
    }

    @Override
    public long created() {
      return created;
    }
  }

  /** What is left of one that expired. */
  static final class Expired extends Version {
    private Expired() {
      super(null, 0);
    }
  }

  @Override
  public String toString() {
    return "revision %,d: %s"
        .formatted(
            revision(), value == null ? isExpiry() ? "expired" : "removed" : value.preview(40));
  }
}
