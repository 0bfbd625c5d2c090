package dev.keyhold.internal.journal;

import java.util.List;
import java.util.UUID;

/**
 * What a directory held.
 *
 * @param database which one
 * @param revision of the newest commit that is there; 0: none was ever made
 * @param nextRevision of the first commit from now on, above any that may ever have been made
 * @param orderly whether the database had been closed
 * @param entries how many were given, of the checkpoint and of commits
 * @param bytes how many were read
 * @param lost what was not whole: the torn end that a crash leaves; with salvage, all that is
 *     damaged
 */
public record Recovered(
    UUID database,
    long revision,
    long nextRevision,
    boolean orderly,
    long entries,
    long bytes,
    List<Finding> lost) {
  /**
   * After a crash revisions go on so much higher. Commits may have been made, and seen, that are
   * not there any more: their revisions are not given again. The journal syncs before there can be
   * more of them.
   */
  static final long REVISIONS_LOST_MAX = 1L << 24;

  public Recovered {
    lost = List.copyOf(lost);
  }
}
