package dev.keyhold.internal.wait;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.DeadlockException.Step;
import dev.keyhold.error.RolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a cycle of waiting into words. */
public final class DeadlockText {
  private DeadlockText() {}

  /** The waiter asks for what its own task holds. */
  public static DeadlockException self(Waiter waiter, Structure.Blocker own) {
    return self(
        waiter,
        own,
        "A task cannot wait for itself: close the first guard before asking again, or pass it"
            + " along. If it was handed to another task, say so with Guard.moveTo.");
  }

  /** The same, with other advice. */
  public static DeadlockException self(Waiter waiter, Structure.Blocker own, String advice) {
    Step step = step(waiter, own);
    return new DeadlockException(
        "deadlock: %s asks for %s %s, which it holds already %s. %s"
            .formatted(step.task(), step.lock(), step.waitsAt(), step.heldSince(), advice),
        List.of(step));
  }

  static DeadlockException of(List<WaitGraph.Edge> cycle) {
    List<Step> steps = steps(cycle);
    String wayOut =
        cycle.stream()
            .map(edge -> edge.waiter().structure().wayOut())
            .distinct()
            .collect(Collectors.joining(", and "));
    return new DeadlockException(
        message(steps, withdrawn(cycle.getFirst().waiter()) + ", and " + wayOut), steps);
  }

  /** The same, where the victim is a transaction, which runs again by itself. */
  static RolledBackException rollback(List<WaitGraph.Edge> cycle) {
    return new RolledBackException(
        message(
            steps(cycle),
            "The transaction of "
                + cycle.getFirst().waiter().ownerName()
                + " is the youngest and gives way: it is undone, and runs again from its"
                + " beginning"));
  }

  private static List<Step> steps(List<WaitGraph.Edge> cycle) {
    List<Step> steps = new ArrayList<>();
    for (WaitGraph.Edge edge : cycle) {
      steps.add(step(edge.waiter(), edge.blocker()));
    }
    return steps;
  }

  /** What has become of the victim's request and its guards. */
  private static String withdrawn(Waiter victim) {
    Condition condition = victim.condition();
    return "The request of "
        + victim.ownerName()
        + (condition != null && condition.keeps()
            ? " was withdrawn, and the guard that it had given away meanwhile is closed; its other"
                + " guards stay as they are."
            : " was withdrawn; its guards stay as they are.")
        + " Release them and try again";
  }

  private static Step step(Waiter waiter, Structure.Blocker blocker) {
    Structure.HolderText holder = waiter.structure().describe(blocker);
    return new Step(
        waiter.ownerName(),
        blocker.place() instanceof Structure.At at
            ? at.place().structure().target()
            : waiter.structure().target(),
        Site.describe(waiter.site()),
        holder.name(),
        holder.since(),
        blocker.isAhead());
  }

  private static String message(List<Step> steps, String outcome) {
    StringBuilder text = new StringBuilder("deadlock: ");
    text.append(
        steps.size() == 1
            ? "this waits for itself, for ever:"
            : "these wait for each other, for ever:");
    for (Step step : steps) {
      text.append("\n  ")
          .append(step.task())
          .append(" waits for ")
          .append(step.lock())
          .append(' ')
          .append(step.waitsAt())
          .append(step.queued() ? ", behind the request of " : ", held by ")
          .append(step.holder())
          .append(' ')
          .append(step.heldSince());
    }
    return text.append('\n').append(outcome).append('.').toString();
  }
}
