package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** G10: the mutex is held from the start, so whoever waits for it sees all that its holder did. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "all was seen")
@Outcome(expect = FORBIDDEN, desc = "it came without the data, or before its time")
@State
public class HandOverPublicationStress {
  private final Mutex<int[]> mutex = Mutex.of(() -> new int[2]);
  private final Guard<int[]> held = Given.held(mutex);

  /** Writes, and releases. */
  @Actor
  public void writer() {
    int[] data = held.get();
    data[0] = 1;
    data[1] = 1;
    held.close();
  }

  /** Waits, and reads. */
  @Actor
  public void reader(II_Result result) {
    try (Guard<int[]> guard = mutex.lockUninterruptibly()) {
      result.r2 = guard.get()[1];
      result.r1 = guard.get()[0];
    }
  }
}
