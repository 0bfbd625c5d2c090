package dev.keyhold.bench.locks.contender;

import java.io.Serial;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.sync.Mutex;
import kotlinx.coroutines.sync.MutexKt;

/**
 * Kotlin's suspending mutex: each task is a coroutine, launched on the default dispatcher, which
 * the options of {@code DuelJvm} give two threads.
 */
final class KotlinContender implements Contender {
  private final Mutex mutex = MutexKt.Mutex(false);
  private final Cell cell = new Cell();

  @Override
  public void start(Round round) {
    for (int i = 0; i < round.tasks(); i++) {
      var _ =
          BuildersKt.launch(
              GlobalScope.INSTANCE,
              Dispatchers.getDefault(),
              CoroutineStart.DEFAULT,
              (_, completion) -> new Increments(round, completion).run());
    }
  }

  @Override
  public boolean allQueued(Round round) {
    return round.queuedTasks() == round.tasks();
  }

  @Override
  public void hold() {
    if (!mutex.tryLock(null)) {
      throw new IllegalStateException("the lock is held between two rounds");
    }
  }

  @Override
  public void release() {
    mutex.unlock(null);
  }

  @Override
  public long count() {
    return cell.value;
  }

  /*
   * What the Kotlin compiler makes of
   *
   *   suspend fun increments() {
   *     repeat(operationsPerTask) { mutex.lock(); value++; mutex.unlock() }
   *   }
   *
   * written by hand: a suspend function is a continuation with a state, and calls what suspends
   * with itself. A call returns COROUTINE_SUSPENDED if it will come back to invokeSuspend later,
   * perhaps already on another thread; from then on no field may be touched.
   */
  private final class Increments extends ContinuationImpl {
    @Serial private static final long serialVersionUID = 1; // continuations are serializable

    private final transient Round round;
    private int left;
    private boolean suspended;

    @SuppressWarnings("unchecked") // a continuation takes whatever the function returns
    Increments(Round round, Continuation<? super Unit> completion) {
      super((Continuation<Object>) (Continuation<?>) completion);
      this.round = round;
      left = round.operationsPerTask();
    }

    Object run() {
      return invokeSuspend(Unit.INSTANCE);
    }

    @Override
    protected Object invokeSuspend(Object result) {
      try {
        return resume(result);
      } catch (Throwable e) {
        round.failed(e);
        throw e;
      }
    }

    private Object resume(Object result) {
      if (suspended) {
        suspended = false;
        ResultKt.throwOnFailure(result);
        increment();
      }
      Round its = round;
      Object marker = IntrinsicsKt.getCOROUTINE_SUSPENDED();
      while (left > 0) {
        boolean first = left == its.operationsPerTask();
        suspended = true;
        if (mutex.lock(null, this) == marker) {
          if (first) {
            its.queued();
          }
          return marker;
        }
        suspended = false;
        increment();
      }
      its.ended(its.operationsPerTask());
      return Unit.INSTANCE;
    }

    private void increment() {
      cell.value++;
      mutex.unlock(null);
      left--;
    }
  }
}
