package dev.keyhold.internal.journal;

/**
 * Something about a file that is not as it should be.
 *
 * @param file its name
 * @param byteOffset where, from 0
 * @param kind what it means
 * @param what what was expected, what is there, what that means for the data
 */
public record Finding(String file, long byteOffset, Kind kind, String what) {
  /** What a finding means. */
  public enum Kind {
    /** Unfinished, as a crash leaves it: the next start cuts or deletes it. */
    TORN,
    /** What no crash explains: data is lost. */
    DAMAGED,
    /** A file that is not ours. */
    FOREIGN
  }

  static Finding torn(Damage damage) {
    return of(damage, Kind.TORN);
  }

  static Finding damaged(Damage damage) {
    return of(damage, Kind.DAMAGED);
  }

  private static Finding of(Damage damage, Kind kind) {
    return new Finding(
        damage.file(),
        damage.byteOffset(),
        kind,
        "expected %s; %s".formatted(damage.expected(), damage.found()));
  }

  @Override
  public String toString() {
    return "%s, byte %,d: %s".formatted(file, byteOffset, what);
  }
}
