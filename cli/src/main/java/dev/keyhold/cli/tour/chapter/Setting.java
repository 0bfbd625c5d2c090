package dev.keyhold.cli.tour.chapter;

import dev.keyhold.testkit.RealTime;
import dev.keyhold.testkit.Simulation;
import dev.keyhold.testkit.TaskRunner;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a chapter is run.
 *
 * @param duration of what would go on for ever
 * @param virtual in virtual time, without waiting
 * @param seed decides who runs next; without it whoever became ready first
 */
public record Setting(Duration duration, boolean virtual, OptionalLong seed) {

  /** What runs the chapter's tasks. */
  TaskRunner runner() {
    if (!virtual) {
      return RealTime.onVirtualThreads();
    }
    return seed.isPresent() ? Simulation.seeded(seed.getAsLong()) : Simulation.inOrder();
  }

  /** How that is called in a summary. */
  String time() {
    if (!virtual) {
      return "real time";
    }
    return seed.isPresent() ? "virtual time, seed " + seed.getAsLong() : "virtual time";
  }
}
