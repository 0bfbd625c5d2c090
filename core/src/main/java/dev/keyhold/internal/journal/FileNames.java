package dev.keyhold.internal.journal;

import java.util.List;

/** Which file of a directory is what, by its name. */
final class FileNames {
  /** Locked by the process that uses the directory. */
  static final String LOCK = "lock";

  /** Room that is kept for commits that have been accepted when the disk gets full. */
  static final String RESERVE = "reserve";

  /** Behind the name of a file that is not complete. */
  private static final String UNFINISHED = ".new";

  private static final String LOG = "log-";
  private static final String CHECKPOINT = "checkpoint-";
  private static final int DIGITS = 19;

  private FileNames() {}

  static String log(long firstRevision) {
    return LOG + digits(firstRevision);
  }

  static String checkpoint(long revision) {
    return CHECKPOINT + digits(revision);
  }

  static String unfinished(String name) {
    return name + UNFINISHED;
  }

  static boolean isUnfinished(String name) {
    return name.endsWith(UNFINISHED);
  }

  private static String digits(long revision) {
    return "%019d".formatted(revision);
  }

  static boolean isLog(String name) {
    return is(LOG, name);
  }

  static boolean isCheckpoint(String name) {
    return is(CHECKPOINT, name);
  }

  private static boolean is(String kind, String name) {
    if (!name.startsWith(kind) || name.length() != kind.length() + DIGITS) {
      return false;
    }
    for (int at = kind.length(); at < name.length(); at++) {
      if (name.charAt(at) < '0' || name.charAt(at) > '9') {
        return false;
      }
    }
    return name.substring(kind.length()).compareTo(String.valueOf(Long.MAX_VALUE)) <= 0;
  }

  /** The revision in the name of a log or a checkpoint. */
  static long revision(String name) {
    return Long.parseLong(name.substring(name.length() - DIGITS));
  }

  /** The logs among some names, the oldest first. */
  static List<String> logs(List<String> names) {
    return names.stream().filter(FileNames::isLog).sorted().toList();
  }

  /** The checkpoints among some names, the oldest first. */
  static List<String> checkpoints(List<String> names) {
    return names.stream().filter(FileNames::isCheckpoint).sorted().toList();
  }
}
