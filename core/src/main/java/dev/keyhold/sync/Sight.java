package dev.keyhold.sync;

import java.time.Duration;

/** A hold or a wait that the watchdog has seen, and what it has told of it. */
final class Sight {
  private final Kind kind;
  private final long sinceNanos;
  private final long nanosMax;

  /** Found out when it is told, for that may take a search through all threads. */
  private String task = "";

  private String lock = "";

  /** When it was last seen. */
  private long ageNanos;

  /** At what age it is to be told, for the first time or again. */
  private long tellAtNanos;

  private long seenInRound;
  private boolean isTold;

  /** What is seen, and how sure its age is. */
  enum Kind {
    /** A request that waits. */
    WAIT("has waited for", "does not wait for", ""),
    /** A hold with its beginning. */
    HOLD("has held", "does not hold", ""),
    /** A hold whose beginning is not recorded. */
    HOLD_SINCE_SEEN(
        "has held", "does not hold", "times are not recorded: counted from when it was first seen"),
    /** The same, of a lock that does not count its holds. */
    HOLD_SEEN_AGAIN(
        "has held",
        "does not hold",
        "times are not recorded: counted from when it was first seen, and it may have let go and"
            + " taken it again meanwhile");

    private final String verb;
    private final String ended;
    private final String doubt;

    Kind(String verb, String ended, String doubt) {
      this.verb = verb;
      this.ended = ended;
      this.doubt = doubt;
    }
  }

  /**
   * Seen for the first time.
   *
   * @param sinceNanos since when, or when it was first seen
   * @param nanosMax from what age on it is told
   */
  Sight(Kind kind, long sinceNanos, long nanosMax) {
    this.kind = kind;
    this.sinceNanos = sinceNanos;
    this.nanosMax = nanosMax;
    tellAtNanos = nanosMax;
  }

  /** It is there in this round; whether it has to be told. */
  boolean isDue(long round, long nowNanos) {
    seenInRound = round;
    ageNanos = nowNanos - sinceNanos;
    return ageNanos >= tellAtNanos;
  }

  boolean isSeenIn(long round) {
    return seenInRound == round;
  }

  /** Is told as one of many. Next when its age has doubled. */
  void counted() {
    tellAtNanos = ageNanos > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : ageNanos * 2;
  }

  /** Whether it was told by name. */
  boolean isTold() {
    return isTold;
  }

  /**
   * It is told by name, and so will its end be.
   *
   * @param who who holds or waits
   * @param what the lock
   * @return what is to be told
   */
  String tell(String who, String what) {
    isTold = true;
    task = who;
    lock = what;
    counted();
    boolean isCertain = kind.doubt.isEmpty();
    return "%s %s %s for %s%s; the limit is %s%s"
        .formatted(
            task,
            kind.verb,
            lock,
            isCertain ? "" : "at least ",
            ReportText.millis(Duration.ofNanos(ageNanos)),
            ReportText.millis(Duration.ofNanos(nanosMax)),
            isCertain ? "" : " (" + kind.doubt + ")");
  }

  /** What is to be told when it has ended. */
  String endLine() {
    return "%s %s %s any more; when last seen it had for %s"
        .formatted(task, kind.ended, lock, ReportText.millis(Duration.ofNanos(ageNanos)));
  }
}
