package dev.keyhold.internal.journal;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.StorageDamagedException;
import dev.keyhold.error.StorageFailedException;
import dev.keyhold.error.StorageFullException;
import dev.keyhold.error.StorageUnusableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What callers are told, in words. */
final class Trouble {
  private Trouble() {}

  static StorageFailedException failed(Disk disk, IOException cause) {
    return new StorageFailedException(
        "the disk of %s has failed (%s), so nothing is written any more and the database can only be read;"
                .formatted(disk, cause.getMessage())
            + " see to the disk, then open the database again: it has every commit that was"
            + " reported as durable",
        cause);
  }

  static StorageFailedException notDurable(Disk disk, long revision, IOException cause) {
    return new StorageFailedException(
        "the commit of revision %,d is in memory and perhaps not on the disk of %s, which has failed (%s);"
                .formatted(revision, disk, cause.getMessage())
            + " the database can only be read: see to the disk, open it again, and look whether the"
            + " commit is there",
        cause);
  }

  static StorageFullException full(Disk disk, @Nullable IOException cause) {
    return new StorageFullException(
        "there is no room on the disk of %s, so this write is refused; reads go on, and writes do"
                .formatted(disk)
            + " once there is room: free some, nothing else is needed",
        cause);
  }

  static ClosedException closed(Disk disk) {
    return new ClosedException(
        "the journal in %s has been closed; open the database again".formatted(disk));
  }

  static StorageUnusableException unreadable(Disk disk, IOException cause) {
    return new StorageUnusableException(
        "%s cannot be used as a database (%s); see that it can be read and written"
            .formatted(disk, cause),
        cause);
  }

  static StorageUnusableException inUse(Disk disk) {
    return new StorageUnusableException(
        ("%s is in use, by another process or by another database of this one;"
                + " close that one, or use another directory")
            .formatted(disk),
        null);
  }

  static StorageUnusableException newer(Disk disk, String file, int version) {
    return new StorageUnusableException(
        "%s in %s has format version %d; this Keyhold knows versions up to %d: use a newer Keyhold"
            .formatted(file, disk, version, FileHeader.VERSION),
        null);
  }

  static StorageDamagedException damaged(Disk disk, Damage damage) {
    return new StorageDamagedException(
        ("%s in %s is damaged at byte %,d: expected %s; %s. Nothing has been changed. Look at all"
             + " of it with `keyhold check %2$s`, restore a backup, or keep what is whole and list"
             + " what is not with --salvage")
            .formatted(damage.file(), disk, damage.byteOffset(), damage.expected(), damage.found()),
        damage.file(),
        damage.byteOffset());
  }
}
