package dev.keyhold.error;

/**
 * A watch wants commits that are not kept any more: it was too slow, or began too far back. It has
 * ended; no writer waited for it. The way to go on without missing anything is to read what is
 * there, and to watch from there:
 *
 * <pre>{@code
 * try (Snapshot then = db.snapshot()) {
 *   then.scan(range).forEach(entry -> …);                       // in place of what was missed
 *   db.watching(range).after(then.revision()).each(change -> …); // and all that came later
 * }
 * }</pre>
 *
 * <p>If it happens again, the consumer is slower than the writers, or the history is too short for
 * their bursts.
 */
public final class WatchLaggedException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  private final long seenRevision;
  private final long resumeRevision;

  /**
   * @param message from where it wanted to go on, what is still kept, and what to raise
   * @param seenRevision see {@link #seenRevision()}
   * @param resumeRevision see {@link #resumeRevision()}
   */
  public WatchLaggedException(String message, long seenRevision, long resumeRevision) {
    super(message, null);
    this.seenRevision = seenRevision;
    this.resumeRevision = resumeRevision;
  }

  /** Up to which revision the watch has missed nothing. */
  public long seenRevision() {
    return seenRevision;
  }

  /**
   * The oldest revision after which a watch could begin when this was thrown. What was committed
   * between {@link #seenRevision} and this one is missed by whoever resumes there without reading.
   */
  public long resumeRevision() {
    return resumeRevision;
  }
}
