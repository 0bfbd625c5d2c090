package dev.keyhold.internal.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The lock words of a table: in slot {@code hash(key)} stands nothing, the {@link Token} of the one
 * holder of the one held key of this slot, or a {@link Bucket} of lanes.
 *
 * <p>Every access is volatile: see the memory ordering in {@link GuardTable}.
 */
final class Slots {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  /** The golden ratio, to spread hashes that differ in a few bits. */
  private static final int SPREAD = 0x9E3779B9;

  private final @Nullable Object[] slots;
  private final int shift;

  /**
   * Empty slots.
   *
   * @param count a power of two, above 1
   */
  Slots(int count) {
    assert Integer.bitCount(count) == 1 && count > 1 : "a power of two above 1: " + count;
    slots = new @Nullable Object[count];
    shift = Integer.numberOfLeadingZeros(count) + 1;
  }

  int count() {
    return slots.length;
  }

  int of(Token token) {
    return of(token.keyHash());
  }

  int of(int hash) {
    return (hash * SPREAD) >>> shift;
  }

  @Nullable Object get(int slot) {
    return SLOT.getVolatile(slots, slot);
  }

  /** Puts a token into its slot if that is empty: it is thin from now. */
  boolean take(Token token) {
    return SLOT.compareAndSet(slots, of(token), null, token);
  }

  /** Empties the slot of a thin token; false: it is not thin. */
  boolean give(Token token) {
    return SLOT.compareAndSet(slots, of(token), token, null);
  }

  /** Under the latch: the slot gets lanes. */
  boolean fatten(Bucket bucket, @Nullable Token thin) {
    return SLOT.compareAndSet(slots, bucket.slot, thin, bucket);
  }

  /** Under the latch: the bucket has no lane any more. */
  void clear(Bucket bucket) {
    SLOT.setVolatile(slots, bucket.slot, null);
  }
}
