package dev.keyhold.bench.duel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of results: ours beside a peer, both measured as something that is better when smaller.
 *
 * @param bench the subcommand
 * @param what what was measured
 * @param against the peer
 * @param unit of both sides' samples
 * @param goal the ratio to reach; null: for information
 */
public record Figure(
    String bench,
    String what,
    String against,
    String unit,
    Samples ours,
    Samples peer,
    @Nullable Double goal) {

  /** The peer's median over ours: larger is better. */
  public double ratio() {
    return peer.median() / ours.median();
  }

  /** Whether the ratio, as printed, reaches the goal, if there is one. */
  public boolean isMet() {
    return goal == null || Math.round(ratio() * 100) >= Math.round(goal * 100);
  }

  /** In one line. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"bench\":%s,\"what\":%s,\"against\":%s,\"unit\":%s,"
            + "\"ours\":%.1f,\"peer\":%.1f,\"ratio\":%.2f,\"goal\":%s,\"samples\":%d}",
        quoted(bench),
        quoted(what),
        quoted(against),
        quoted(unit),
        ours.median(),
        peer.median(),
        ratio(),
        goal,
        ours.count());
  }

  /** Names are ours: letters, digits, spaces and punctuation. */
  private static String quoted(String text) {
    assert text.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\') : text;
    return '"' + text + '"';
  }
}
