package dev.keyhold;

import java.util.OptionalLong;

/**
 * How much of the heap a database takes, in bytes, by what takes it: kept with every write, so
 * asking costs next to nothing, and within some percent of what a heap dump would show.
 *
 * <p>Not in it is what the database does not own: keys and values that the caller has, results of
 * reads, what waits in line. A {@link dev.keyhold.json.Json} that is under several keys is counted
 * under each. While others write, the parts may be of slightly different moments.
 *
 * @param keysBytes keys, and what leads from each to its value
 * @param indexBytes the order of the keys and the way to them
 * @param valuesBytes the newest values with their revisions and expiries, also of entries that have
 *     expired and are about to be removed
 * @param snapshotsBytes values that are kept because an open {@link Snapshot} sees them
 * @param historyBytes commits that are kept for those who follow them, and values that only they
 *     still have
 * @param guardsBytes the table of guards, and what guards have written and not committed
 * @param bytesMax the limit for all of it, {@link KeyholdBuilder#bytesMax}; empty: none is set
 */
public record MemoryAccount(
    long keysBytes,
    long indexBytes,
    long valuesBytes,
    long snapshotsBytes,
    long historyBytes,
    long guardsBytes,
    OptionalLong bytesMax) {

  /** All of it. */
  public long totalBytes() {
    return keysBytes + indexBytes + valuesBytes + snapshotsBytes + historyBytes + guardsBytes;
  }

  @Override
  public String toString() {
    return ("%,d bytes (keys %,d, index %,d, values %,d, snapshots %,d, history %,d, guards %,d)"
            + "%s")
        .formatted(
            totalBytes(),
            keysBytes,
            indexBytes,
            valuesBytes,
            snapshotsBytes,
            historyBytes,
            guardsBytes,
            bytesMax.isPresent() ? " of %,d".formatted(bytesMax.getAsLong()) : "");
  }
}
