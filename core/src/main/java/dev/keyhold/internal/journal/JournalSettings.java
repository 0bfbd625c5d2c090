package dev.keyhold.internal.journal;

/**
 * How a journal works.
 *
 * @param segmentBytes a log that has so many bytes is followed by another one
 * @param pendingBytesMax how many bytes of commits may wait to be written, about; so many are kept
 *     free on disk for them, too
 * @param syncNanos what is to be on disk soon is so after this time, beside that of the sync itself
 * @param retryNanos how often a full disk is looked at again
 * @param napNanos how often the queue is looked at while commits come that nobody waits for
 */
public record JournalSettings(
    long segmentBytes, long pendingBytesMax, long syncNanos, long retryNanos, long napNanos) {
  /** For all but tests. */
  public static final JournalSettings USUAL =
      new JournalSettings(64L << 20, 16L << 20, 500_000_000, 500_000_000, 2_000_000);
}
