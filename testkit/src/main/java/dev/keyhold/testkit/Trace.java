package dev.keyhold.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a scheduler, one a step. The last ones are kept for a failure's message; all of
 * them go to the consumer, if there is one. Lines are made up only when somebody reads them, and
 * hold nothing that differs between two runs of one seed: no identity hash, no thread id, no time
 * of the wall's clock.
 */
final class Trace {
  private static final int KEPT = 40;

  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{1,8}(?![\\w.])");

  private final @Nullable Consumer<String> consumer;

  /** A ring: step {@code n} lies at {@code n % KEPT}. */
  private final @Nullable Decision[] last = new @Nullable Decision[KEPT];

  /**
   * One decision.
   *
   * @param step its number, from 1
   * @param nanos the virtual time
   * @param from who ran until now; null if nobody did
   * @param why why it stopped running
   * @param blocker what it waits for, or null
   * @param to who runs now
   * @param ready how many could have
   */
  private record Decision(
      long step,
      long nanos,
      @Nullable SimTask from,
      String why,
      @Nullable Object blocker,
      SimTask to,
      int ready) {

    String line() {
      String left =
          from == null
              ? "start"
              : from.label() + " " + why + (blocker == null ? "" : " " + describe(blocker));
      String right = to == from ? "it goes on" : to.label() + " runs";
      return String.format(
          Locale.ROOT, "#%-5d %s  %s; %s, of %d ready", step, time(nanos), left, right, ready);
    }
  }

  Trace(@Nullable Consumer<String> consumer) {
    this.consumer = consumer;
  }

  void decided(
      long step,
      long nanos,
      @Nullable SimTask from,
      String why,
      @Nullable Object blocker,
      SimTask to,
      int ready) {
    Decision decision = new Decision(step, nanos, from, why, blocker, to, ready);
    last[(int) (step % KEPT)] = decision;
    if (consumer != null) {
      consumer.accept(decision.line());
    }
  }

  /** The last decisions, oldest first. */
  List<String> lines(long steps) {
    List<String> lines = new ArrayList<>();
    for (long step = Math.max(1, steps - KEPT + 1); step <= steps; step++) {
      Decision decision = last[(int) (step % KEPT)];
      if (decision != null && decision.step() == step) {
        lines.add(decision.line());
      }
    }
    return lines;
  }

  static String time(long nanos) {
    return String.format(Locale.ROOT, "%d.%06d ms", nanos / 1_000_000, Math.abs(nanos % 1_000_000));
  }

  /** The object's own words, without the identity hashes that differ from run to run. */
  static String describe(Object object) {
    String text;
    try {
      text = String.valueOf(object);
    } catch (RuntimeException e) {
      text = object.getClass().getName();
    }
    return IDENTITY.matcher(text).replaceAll("@…");
  }
}
