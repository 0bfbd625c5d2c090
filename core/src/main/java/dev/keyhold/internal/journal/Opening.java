package dev.keyhold.internal.journal;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a journal begins with.
 *
 * @param full null: there is room
 */
record Opening(LogWriter log, Reserve reserve, @Nullable NoRoomException full) {

  /** Begins a log; on a full disk in the room that was kept. */
  static Opening begin(
      Disk disk, Recovered recovered, JournalSettings settings, LongSupplier clockMillis) {
    Reserve reserve = new Reserve(disk, settings.pendingBytesMax());
    NoRoomException full = null;
    try {
      // One that the last process left may be short, and is room for what comes now.
      disk.delete(FileNames.RESERVE);
      LogWriter log =
          new LogWriter(
              disk,
              recovered.database(),
              settings.segmentBytes(),
              recovered.nextRevision(),
              recovered.revision(),
              clockMillis);
      try {
        reserve.acquire();
      } catch (NoRoomException e) {
        full = e;
      }
      return new Opening(log, reserve, full);
    } catch (NoRoomException e) {
      throw Trouble.full(disk, e);
    } catch (IOException e) {
      throw Trouble.failed(disk, e);
    }
  }
}
