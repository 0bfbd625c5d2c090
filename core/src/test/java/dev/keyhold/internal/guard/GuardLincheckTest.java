package dev.keyhold.internal.guard;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.sync.Locks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A counter under one key of a {@link GuardTable} is an atomic counter, whatever way in is taken,
 * and nobody waits for ever.
 */
@Tag("lincheck")
class GuardLincheckTest {
  /** {@code -Dkeyhold.lincheck.scale=100} for a night. */
  private static final int SCALE = Integer.getInteger("keyhold.lincheck.scale", 1);

  private final Locks.Detail before = Locks.record(Locks.Detail.NOTHING);

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  /** What every history must be equal to. */
  public static class Sequential {
    private int value;

    public int plain() {
      return ++value;
    }

    public int guarded() {
      return ++value;
    }

    public int ranged() {
      return ++value;
    }

    public int cancelled() {
      return ++value;
    }

    public int tried() {
      return ++value;
    }
  }

  /** The ways to the key. */
  public static class Counter {
    private final GuardTable table = new GuardTable("lincheck", 2);
    private final GuardTableFixture.Entry entry = GuardTableFixture.entry("k");
    private int value;

    private Claim key() {
      return table.claim(entry.key(), entry.keyHash(), Mode.EXCLUSIVE);
    }

    private int increment(Claim claim) {
      int written = ++value;
      claim.release();
      return written;
    }

    @Operation
    public int plain() {
      Token token = table.acquirePlain(entry, Long.MAX_VALUE);
      int written = ++value;
      if (token != null) {
        table.releasePlain(token);
      }
      return written;
    }

    @Operation
    public int guarded() {
      Claim claim = key();
      table.acquireUninterruptibly(claim, Long.MAX_VALUE);
      return increment(claim);
    }

    @Operation
    public int tried() {
      Claim claim = key();
      return table.tryAcquire(claim) ? increment(claim) : guarded();
    }

    @Operation
    public int ranged() {
      Claim claim = table.claims().all(Mode.EXCLUSIVE).build();
      table.acquireUninterruptibly(claim, Long.MAX_VALUE);
      return increment(claim);
    }

    @Operation
    public int cancelled() {
      CompletableFuture<Claim> request = table.acquireAsync(key(), null, granted -> granted);
      return request.cancel(true) ? guarded() : increment(value(request));
    }

    /**
     * Waits without {@link CompletableFuture#join}, which Lincheck's schedules do not see through.
     */
    private static Claim value(CompletableFuture<Claim> future) {
      Thread waiting = Thread.currentThread();
      var _ = future.whenComplete((value, failure) -> LockSupport.unpark(waiting));
      while (!future.isDone()) {
        LockSupport.park();
      }
      return future.resultNow();
    }
  }

  private static <O extends Options<O, ?>> O threeThreads(O options) {
    return options
        .iterations(5)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .sequentialSpecification(Sequential.class);
  }

  @Test
  void key_modelChecked_isAnAtomicCounter() {
    threeThreads(new ModelCheckingOptions())
        .iterations(4)
        .threads(2)
        .invocationsPerIteration(200 * SCALE)
        .addGuarantee(forClasses(WaitGraph.class.getName()).allMethods().ignore())
        .check(Counter.class);
  }

  @Test
  void key_stressed_isAnAtomicCounter() {
    threeThreads(new StressOptions()).invocationsPerIteration(800 * SCALE).check(Counter.class);
  }
}
