package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.memory.HeapLayout;
import dev.keyhold.json.Json;
import org.jspecify.annotations.Nullable;

/** A version that expires. It is its own timer: from its commit to the next it is in the wheel. */
final class Passing extends Version {
  private static final int BYTES = HeapLayout.object(6, 3 * Long.BYTES + Integer.BYTES);

  /** 0: with this one. */
  private final long created;

  private final long expiryMillis;

  /**
   * Where it is in the {@link TimerWheel}; null: not in it. Guarded by the latch, as the others.
   */
  @Nullable TimerList list;

  @Nullable Passing previous;
  @Nullable Passing next;

  /** The entry of which it is the newest version; null when it is not in the wheel. */
  @Nullable Entry<Version> entry;

  Passing(Json value, long created, long expiryMillis) {
    super(value, BYTES);
    this.created = created;
    this.expiryMillis = expiryMillis;
  }

  @Override
  public long created() {
    return created == 0 ? revision() : created;
  }

  @Override
  public long expiryMillis() {
    return expiryMillis;
  }
}
