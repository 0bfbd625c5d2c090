package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Attempt;
import dev.keyhold.internal.wait.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction remembers from attempt to attempt: its age, and what it has touched. Claims
 * are made as keys are touched, and a deadlock rolls the youngest transaction back; each time it
 * runs again it is more patient, so that it ends however much it meets:
 *
 * <pre>
 *   first and second attempt        what is touched is claimed as it is touched
 *   from the third                  all touched so far is claimed at once, before it begins
 *   from the ninth                  the whole database
 *   the hundredth was rolled back   that is no deadlock any more: it is given up
 * </pre>
 *
 * To be used by the transaction's task.
 *
 * <pre>{@code
 * Retries retries = new Retries();
 * do {
 *   Attempt attempt = Attempt.begin(owner, retries.age());
 *   try {
 *     Claim first = retries.claimFirst(table);   // null: nothing
 *     …                                          // retries.key(…) for each key touched
 *     return;
 *   } catch (RolledBackException e) {
 *     // undone by releasing what was claimed
 *   } finally {
 *     attempt.end();
 *   }
 * } while (retries.again());
 * }</pre>
 */
public final class Retries {
  private static final int AT_ONCE_AFTER = 2;
  private static final int ALL_AFTER = 8;
  private static final int ATTEMPTS_MAX = 100;

  private final long age = Attempt.newAge();
  private final Map<byte[], Consumer<ClaimBuilder>> keys = new TreeMap<>(Arrays::compareUnsigned);
  private final List<Consumer<ClaimBuilder>> ranges = new ArrayList<>();
  private int rolledBack;

  /** Of a transaction that begins now. */
  public Retries() {}

  /** For {@link Attempt#begin}: the same for all attempts. */
  public long age() {
    return age;
  }

  /** A key is about to be claimed. Once it was touched to be written, that is remembered. */
  public void key(byte[] key, int keyHash, Mode mode) {
    if (mode.isExclusive() || !keys.containsKey(key)) {
      keys.put(key, claims -> claims.key(key, keyHash, mode));
    }
  }

  /** A range is about to be claimed. */
  public void range(byte @Nullable [] from, byte @Nullable [] to, Mode mode) {
    ranges.add(claims -> claims.range(from, to, mode));
  }

  /** What to acquire before the attempt begins; null: nothing. */
  public @Nullable Claim claimFirst(GuardTable table) {
    if (rolledBack >= ALL_AFTER) {
      return table.claims().all(Mode.EXCLUSIVE).build();
    }
    if (rolledBack < AT_ONCE_AFTER || (keys.isEmpty() && ranges.isEmpty())) {
      return null;
    }
    ClaimBuilder claims = table.claims();
    keys.values().forEach(touched -> touched.accept(claims));
    ranges.forEach(touched -> touched.accept(claims));
    return claims.build();
  }

  /** The attempt was rolled back: whether to run again. */
  public boolean again() {
    return ++rolledBack < ATTEMPTS_MAX;
  }
}
