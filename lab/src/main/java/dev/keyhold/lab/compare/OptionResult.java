package dev.keyhold.lab.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one option did.
 *
 * @param name the option's label
 * @param operations reads and writes, all tasks together
 * @param operationsPerSecond of the time that the run really took
 * @param waitMicrosP50 half of the operations waited no longer for their turn
 * @param waitMicrosP99 99 of 100 waited no longer
 * @param waitMicrosMax the longest wait
 * @param fairness operations of the task served least, over those of the task served most: 0 to 1
 * @param lostUpdates writes that were done and are not in the database; anything but 0 is a failure
 */
public record OptionResult(
    String name,
    long operations,
    double operationsPerSecond,
    double waitMicrosP50,
    double waitMicrosP99,
    double waitMicrosMax,
    double fairness,
    long lostUpdates) {

  /** The members in order, for JSON. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("operations", operations);
    members.put("operationsPerSecond", Math.round(operationsPerSecond));
    members.put("waitMicrosP50", rounded(waitMicrosP50, 10));
    members.put("waitMicrosP99", rounded(waitMicrosP99, 10));
    members.put("waitMicrosMax", rounded(waitMicrosMax, 10));
    members.put("fairness", rounded(fairness, 1000));
    members.put("lostUpdates", lostUpdates);
    return members;
  }

  private static double rounded(double value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
