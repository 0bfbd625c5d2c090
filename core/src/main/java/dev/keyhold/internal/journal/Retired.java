package dev.keyhold.internal.journal;

import java.io.IOException;
import java.util.List;

/** Files that no start needs any more. */
final class Retired {
  private Retired() {}

  /** Deletes what a checkpoint at a revision makes needless; it is on disk already. */
  static void delete(Disk disk, long revision) throws IOException {
    List<String> names = disk.list();
    for (String each : FileNames.checkpoints(names)) {
      if (FileNames.revision(each) < revision) {
        disk.delete(each);
      }
    }
    List<String> logs = FileNames.logs(names);
    for (String each : logs.subList(0, firstNeeded(logs, revision))) {
      disk.delete(each);
    }
  }

  /**
   * With which log to go on behind a checkpoint: the last one that begins at the revision after it
   * or before.
   *
   * @return an index; 0 if there is no such log
   */
  static int firstNeeded(List<String> logs, long revision) {
    int found = 0;
    for (int i = 0; i < logs.size(); i++) {
      if (FileNames.revision(logs.get(i)) <= revision + 1) {
        found = i;
      }
    }
    return found;
  }
}
