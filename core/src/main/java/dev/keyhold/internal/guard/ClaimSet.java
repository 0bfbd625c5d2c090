package dev.keyhold.internal.guard;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.wait.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt of a transaction holds: keys and ranges, claimed as they are touched and held to
 * the end. They never stand in each other's way: a key that is shared can be had alone, before all
 * who wait for it, as soon as nobody else shares it; a key in a range that is shared, too.
 *
 * <p>A request that is given up, by an interrupt or at the end of its time, leaves what is held as
 * it is. To be used by the transaction's task.
 */
public final class ClaimSet {
  private final GuardTable table;
  private final long owner;
  private final Retries retries;
  private final List<Claim> held = new ArrayList<>();

  /** Of the keys claimed one by one, the strongest mode. */
  private final Map<byte[], Mode> keys = new TreeMap<>(Arrays::compareUnsigned);

  /** The other claims: what was claimed first, and ranges. */
  private final List<Claim> wide = new ArrayList<>();

  private final List<Retries.Reach> ranges = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param owner the task whose claims they are
   * @param retries what the transaction remembers, and is told
   */
  public ClaimSet(GuardTable table, long owner, Retries retries) {
    this.table = table;
    this.owner = owner;
    this.retries = retries;
  }

  /**
   * Claims what is to be had before the attempt begins, if anything.
   *
   * @param nanosMax how long to wait at the most; {@link Long#MAX_VALUE}: for ever
   * @return false: out of time
   * @throws InterruptedException interrupted, before or while it waited
   * @throws DeadlockException it would wait for ever
   * @throws RolledBackException the transaction gives way
   * @throws LimitException too many ranges are held or waited for
   */
  public boolean first(long nanosMax) throws InterruptedException {
    Claim first = retries.claimFirst(table);
    if (first == null) {
      return true;
    }
    if (!acquire(first, nanosMax)) {
      return false;
    }
    wide.add(first);
    ranges.addAll(retries.claimedFirst());
    return true;
  }

  /**
   * Claims a key unless it is held so already; exclusively, too, where an earlier attempt needed it
   * so. Parameters and errors as with {@link GuardTable#claim} and {@link #first}.
   *
   * @return false: out of time
   */
  public boolean key(byte[] key, int keyHash, Mode mode, long nanosMax)
      throws InterruptedException {
    Mode wanted = retries.key(key, keyHash, mode);
    if (covers(key, wanted)) {
      return true;
    }
    if (!acquire(table.claim(key, keyHash, wanted), nanosMax)) {
      return false;
    }
    keys.put(key, wanted);
    return true;
  }

  private boolean covers(byte[] key, Mode wanted) {
    Mode alone = keys.get(key);
    boolean covered = isEnough(alone, wanted);
    for (int i = 0; !covered && i < wide.size(); i++) {
      covered = isEnough(wide.get(i).covers(key), wanted);
    }
    return covered;
  }

  private static boolean isEnough(@Nullable Mode held, Mode wanted) {
    return held != null && (held.isExclusive() || !wanted.isExclusive());
  }

  /**
   * Claims a range unless it is held so already. Parameters as with {@link ClaimBuilder#range}, not
   * empty; errors as with {@link #first}.
   *
   * @return false: out of time
   */
  public boolean range(byte @Nullable [] from, byte @Nullable [] to, Mode mode, long nanosMax)
      throws InterruptedException {
    retries.range(from, to, mode);
    Retries.Reach wanted = new Retries.Reach(from, to, mode);
    for (Retries.Reach each : ranges) {
      if (each.covers(wanted)) {
        return true;
      }
    }
    Claim claim = table.claims().range(from, to, mode).build();
    if (!acquire(claim, nanosMax)) {
      return false;
    }
    wide.add(claim);
    ranges.add(wanted);
    return true;
  }

  private boolean acquire(Claim claim, long nanosMax) throws InterruptedException {
    claim.ownedBy(owner);
    claim.partOf(this);
    if (!table.acquire(claim, nanosMax)) {
      return false;
    }
    held.add(claim);
    return true;
  }

  /** Releases everything; the set is not used any more. */
  public void release() {
    held.forEach(Claim::release);
    held.clear();
  }
}
