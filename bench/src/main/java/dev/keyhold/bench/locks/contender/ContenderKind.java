package dev.keyhold.bench.locks.contender;

/** The locks that can be measured, and the form of use. */
public enum ContenderKind {
  MUTEX("mutex"),
  MUTEX_WITH("mutex-with"),
  MUTEX_SUBMIT("mutex-submit"),
  MUTEX_ASYNC("mutex-lock-async"),
  BLOCKING_MUTEX("blocking-mutex"),
  BLOCKING_MUTEX_TIMED("blocking-mutex"),
  FAIR_LOCK("reentrant-lock-fair"),
  FAIR_LOCK_WORKING("reentrant-lock-fair"),
  UNFAIR_LOCK("reentrant-lock-unfair"),
  UNFAIR_LOCK_TIMED("reentrant-lock-unfair"),
  FAIR_SEMAPHORE("semaphore-fair"),
  KOTLIN_MUTEX("kotlin-mutex"),
  ASYNCUTIL_LOCK("asyncutil-fair-lock");

  private final String label;

  ContenderKind(String label) {
    this.label = label;
  }

  /** The lock's name in rows and options; the forms of one lock share it. */
  public String label() {
    return label;
  }

  /** Whether rounds of this kind run until they are stopped and measure the longest wait. */
  public boolean isTimed() {
    return this == BLOCKING_MUTEX_TIMED || this == UNFAIR_LOCK_TIMED;
  }

  /** A new lock. */
  public Contender make() {
    return switch (this) {
      case MUTEX -> new MutexContender();
      case MUTEX_WITH -> new MutexWithContender();
      case MUTEX_SUBMIT -> new MutexSubmitContender();
      case MUTEX_ASYNC -> new MutexAsyncContender();
      case BLOCKING_MUTEX -> new BlockingMutexContender();
      case BLOCKING_MUTEX_TIMED -> new BlockingMutexTimedContender();
      case FAIR_LOCK -> new ReentrantLockContender(true);
      case FAIR_LOCK_WORKING -> new FairLockWorkingContender();
      case UNFAIR_LOCK -> new ReentrantLockContender(false);
      case UNFAIR_LOCK_TIMED -> new UnfairLockTimedContender();
      case FAIR_SEMAPHORE -> new SemaphoreContender();
      case KOTLIN_MUTEX -> new KotlinContender();
      case ASYNCUTIL_LOCK -> new AsyncutilContender();
    };
  }
}
