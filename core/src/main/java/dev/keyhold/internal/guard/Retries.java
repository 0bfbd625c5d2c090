package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Attempt;
import dev.keyhold.internal.wait.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction remembers from attempt to attempt: its age, and what it has touched. Claims
 * are made as keys are touched, and a deadlock rolls the youngest transaction back; each time it
 * runs again it is more patient, so that it ends however much it meets:
 *
 * <pre>
 *   first and second attempt        what is touched is claimed as it is touched; what was written
 *                                   once, exclusively from the first touch on
 *   from the third                  all touched so far is claimed at once, before it begins
 *   from the ninth                  the whole database
 *   the hundredth was rolled back   that is no deadlock any more: it is given up
 * </pre>
 *
 * To be used by the transaction's task. {@link ClaimSet} is the set of claims of one attempt.
 *
 * <pre>{@code
 * Retries retries = new Retries();
 * do {
 *   Attempt attempt = Attempt.begin(owner, retries.age());
 *   ClaimSet claims = new ClaimSet(table, owner, retries);
 *   try {
 *     claims.first(nanosMax);
 *     …                           // claims.key(…) for each key touched
 *     return;
 *   } catch (RolledBackException e) {
 *     // undone by releasing what was claimed
 *   } finally {
 *     claims.release();
 *     attempt.end();
 *   }
 * } while (retries.again());
 * }</pre>
 */
public final class Retries {
  /** How often a transaction is rolled back before it is given up. */
  public static final int ATTEMPTS_MAX = 100;

  private static final int AT_ONCE_AFTER = 2;
  private static final int ALL_AFTER = 8;

  /** Ranges are cut around keys that are wanted alone. More pieces than this are not worth it. */
  private static final int KEYS_BESIDE_RANGES_MAX = 1_000;

  private final long age = Attempt.newAge();
  private final Map<byte[], Touched> keys = new TreeMap<>(Arrays::compareUnsigned);
  private final List<Reach> ranges = new ArrayList<>();
  private int rolledBack;

  /** A key that was touched. */
  private record Touched(int hash, Mode mode) {}

  /** A range that was touched. */
  static final class Reach {
    static final Reach ALL = new Reach(null, null, Mode.EXCLUSIVE);

    private final byte @Nullable [] from;
    private final byte @Nullable [] to;
    private final Mode mode;

    Reach(byte @Nullable [] from, byte @Nullable [] to, Mode mode) {
      this.from = from;
      this.to = to;
      this.mode = mode;
    }

    /** Whether another lies in it and is no stronger. */
    boolean covers(Reach other) {
      boolean begins =
          from == null || (other.from != null && Arrays.compareUnsigned(from, other.from) <= 0);
      boolean ends = to == null || (other.to != null && Arrays.compareUnsigned(other.to, to) <= 0);
      return begins && ends && (mode.isExclusive() || !other.mode.isExclusive());
    }

    void addTo(ClaimBuilder claims) {
      claims.range(from, to, mode);
    }
  }

  /** Of a transaction that begins now. */
  public Retries() {}

  /** For {@link Attempt#begin}: the same for all attempts. */
  public long age() {
    return age;
  }

  /**
   * A key is about to be claimed.
   *
   * @return how: exclusively, too, if it was touched so in any attempt
   */
  public Mode key(byte[] key, int keyHash, Mode mode) {
    Touched before = keys.get(key);
    if (before != null && (before.mode == mode || before.mode.isExclusive())) {
      return before.mode;
    }
    keys.put(key, new Touched(keyHash, mode));
    return mode;
  }

  /** A range is about to be claimed. */
  public void range(byte @Nullable [] from, byte @Nullable [] to, Mode mode) {
    Reach touched = new Reach(from, to, mode);
    if (ranges.stream().noneMatch(before -> before.covers(touched))) {
      ranges.add(touched);
    }
  }

  /** What to acquire before the attempt begins; null: nothing. */
  public @Nullable Claim claimFirst(GuardTable table) {
    if (claimsAll()) {
      return table.claims().all(Mode.EXCLUSIVE).build();
    }
    if (rolledBack < AT_ONCE_AFTER || (keys.isEmpty() && ranges.isEmpty())) {
      return null;
    }
    ClaimBuilder claims = table.claims();
    keys.forEach((key, touched) -> claims.key(key, touched.hash, touched.mode));
    ranges.forEach(touched -> touched.addTo(claims));
    return claims.build();
  }

  private boolean claimsAll() {
    return rolledBack >= ALL_AFTER
        || (rolledBack >= AT_ONCE_AFTER
            && !ranges.isEmpty()
            && keys.size() > KEYS_BESIDE_RANGES_MAX);
  }

  /** The ranges that {@link #claimFirst} has claimed. */
  List<Reach> claimedFirst() {
    if (claimsAll()) {
      return List.of(Reach.ALL);
    }
    return rolledBack < AT_ONCE_AFTER ? List.of() : List.copyOf(ranges);
  }

  /** The attempt was rolled back: whether to run again. */
  public boolean again() {
    return ++rolledBack < ATTEMPTS_MAX;
  }
}
