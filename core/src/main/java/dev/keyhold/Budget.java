package dev.keyhold;

import dev.keyhold.error.LimitException;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.internal.version.Quota;
import dev.keyhold.json.Json;
import java.util.OptionalLong;

/** What a database may hold, what it holds, and what is said when it is full. */
final class Budget {
  private final Engine engine;
  private final int commitWritesMax;
  private final long commitBytesMax;
  private final Quota quota;

  Budget(Engine engine, KeyholdBuilder settings) {
    this.engine = engine;
    commitWritesMax = settings.commitWritesMax;
    commitBytesMax = settings.commitBytesMax;
    quota = new Quota(settings.entriesMax, settings.bytesMax, this::otherBytes);
  }

  Quota quota() {
    return quota;
  }

  /** What the timeline does not know. Takes no lock. */
  private long otherBytes() {
    return engine.index.entriesBytes() + engine.index.nodesBytes() + guardsBytes();
  }

  private long guardsBytes() {
    return engine.table.heapBytes() + engine.pendingBytes.sum();
  }

  MemoryAccount account() {
    return new MemoryAccount(
        engine.index.entriesBytes(),
        engine.index.nodesBytes(),
        engine.timeline.headsBytes(),
        engine.timeline.snapshots().keptBytes(),
        engine.timeline.historyBytes(),
        guardsBytes(),
        quota.bytesMax() == Long.MAX_VALUE
            ? OptionalLong.empty()
            : OptionalLong.of(quota.bytesMax()));
  }

  /** Refuses a write that is too large for any commit. */
  void requireCommit(String key, Json value) {
    // Only what is large has to be measured.
    if (value.byteLength() + Keys.BYTES_PER_CHAR_MAX * (long) key.length() > commitBytesMax) {
      requireCommit(value.byteLength() + Utf8.length(key));
    }
  }

  /** Refuses a commit that would be too large. */
  void requireCommit(long bytes) {
    if (bytes > commitBytesMax) {
      throw new LimitException(
          "the commit would be %,d bytes; the limit is %,d (KeyholdBuilder.commitBytesMax); make several of it"
              .formatted(bytes, commitBytesMax));
    }
  }

  /** The same for the number of its writes. */
  void requireWrites(long writes) {
    if (writes > commitWritesMax) {
      throw new LimitException(
          "the commit would have %,d writes; the limit is %,d (KeyholdBuilder.commitWritesMax); commit before"
              .formatted(writes, commitWritesMax));
    }
  }

  /**
   * A commit was refused: returns if it should be tried again, since something that had expired is
   * gone now; else throws.
   *
   * @param keys how many it would have added
   * @param removalsBefore {@link Sweeper#removals} before it was tried
   */
  void makeRoom(long keys, long removalsBefore) {
    if (engine.sweeper.madeRoom(removalsBefore)) {
      return;
    }
    long there = engine.timeline.live();
    boolean entriesAlone = quota.bytesMax() == Long.MAX_VALUE;
    if (entriesAlone || keys > quota.entriesMax() - there) {
      throw new LimitException(
          "%,d more keys beside %,d; the limit is %,d (KeyholdBuilder.entriesMax); remove some first"
              .formatted(keys, there, quota.entriesMax()));
    }
    throw new LimitException(
        "the commit does not fit into %,d bytes (KeyholdBuilder.bytesMax): %s; remove entries, or close snapshots"
            .formatted(quota.bytesMax(), account()));
  }
}
