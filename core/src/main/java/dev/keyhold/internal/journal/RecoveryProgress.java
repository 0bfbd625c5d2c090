package dev.keyhold.internal.journal;

/**
 * How far a recovery has come.
 *
 * @param entries how many have been given
 * @param bytesDone how many have been read
 * @param bytesTotal how many there are to read
 * @param elapsedNanos since it began
 */
public record RecoveryProgress(long entries, long bytesDone, long bytesTotal, long elapsedNanos) {

  /** How long it still takes if it goes on as so far, in seconds. */
  public double secondsLeft() {
    return bytesDone == 0
        ? 0
        : elapsedNanos / 1e9 * (Math.max(0, bytesTotal - bytesDone) / (double) bytesDone);
  }
}
