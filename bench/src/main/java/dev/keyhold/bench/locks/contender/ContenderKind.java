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
  ASYNCUTIL_LOCK("asyncutil-fair-lock"),

  RW_LOCK_READS("rwlock", Use.READS),
  RW_LOCK_WRITES("rwlock", Use.WRITES),
  RW_LOCK_MIXED_100_0("rwlock", Use.MIXED_100_0),
  RW_LOCK_MIXED_95_5("rwlock", Use.MIXED_95_5),
  RW_LOCK_MIXED_50_50("rwlock", Use.MIXED_50_50),
  FAIR_RW_LOCK_READS("rw-lock-fair", Use.READS),
  FAIR_RW_LOCK_WRITES("rw-lock-fair", Use.WRITES),
  FAIR_RW_LOCK_MIXED_100_0("rw-lock-fair", Use.MIXED_100_0),
  FAIR_RW_LOCK_MIXED_95_5("rw-lock-fair", Use.MIXED_95_5),
  FAIR_RW_LOCK_MIXED_50_50("rw-lock-fair", Use.MIXED_50_50),
  STAMPED_LOCK_READS("stamped-lock", Use.READS),
  STAMPED_LOCK_MIXED_100_0("stamped-lock", Use.MIXED_100_0),
  STAMPED_LOCK_MIXED_95_5("stamped-lock", Use.MIXED_95_5),
  STAMPED_LOCK_MIXED_50_50("stamped-lock", Use.MIXED_50_50),

  MUTEX_WAITERS("mutex"),
  RW_LOCK_WAITERS("rwlock", Use.READS),
  FAIR_LOCK_WAITERS("reentrant-lock-fair"),
  FAIR_RW_LOCK_WAITERS("rw-lock-fair", Use.READS),
  MUTEX_REQUESTS("mutex-lock-async"),
  ASYNCUTIL_REQUESTS("asyncutil-fair-lock"),

  /** No lock, but threads that wait. */
  PARKED_WAITERS("parked-thread");

  private final String label;
  private final Use use;

  ContenderKind(String label) {
    this(label, Use.WRITES);
  }

  ContenderKind(String label, Use use) {
    this.label = label;
    this.use = use;
  }

  /** The lock's name in rows and options; the forms of one lock share it. */
  public String label() {
    return label;
  }

  /** Whether rounds of this kind run until they are stopped and measure the longest wait. */
  public boolean isTimed() {
    return this == BLOCKING_MUTEX_TIMED || this == UNFAIR_LOCK_TIMED;
  }

  /** Whether tasks of this kind are looked at while they wait: what they take of the heap. */
  public boolean isWeighed() {
    return switch (this) {
      case MUTEX_WAITERS,
          RW_LOCK_WAITERS,
          FAIR_LOCK_WAITERS,
          FAIR_RW_LOCK_WAITERS,
          MUTEX_REQUESTS,
          ASYNCUTIL_REQUESTS,
          PARKED_WAITERS ->
          true;
      default -> false;
    };
  }

  /** Whether tasks of this kind have no threads of their own. */
  public boolean isThreadless() {
    return switch (this) {
      case MUTEX_ASYNC, KOTLIN_MUTEX, ASYNCUTIL_LOCK, MUTEX_REQUESTS, ASYNCUTIL_REQUESTS -> true;
      default -> false;
    };
  }

  /** A new lock. */
  public Contender make() {
    return switch (this) {
      case MUTEX, MUTEX_WAITERS -> new MutexContender();
      case MUTEX_WITH -> new MutexWithContender();
      case MUTEX_SUBMIT -> new MutexSubmitContender();
      case MUTEX_ASYNC -> new MutexAsyncContender();
      case BLOCKING_MUTEX -> new BlockingMutexContender();
      case BLOCKING_MUTEX_TIMED -> new BlockingMutexTimedContender();
      case FAIR_LOCK, FAIR_LOCK_WAITERS -> new ReentrantLockContender(true);
      case FAIR_LOCK_WORKING -> new FairLockWorkingContender();
      case UNFAIR_LOCK -> new ReentrantLockContender(false);
      case UNFAIR_LOCK_TIMED -> new UnfairLockTimedContender();
      case FAIR_SEMAPHORE -> new SemaphoreContender();
      case KOTLIN_MUTEX -> new KotlinContender();
      case ASYNCUTIL_LOCK -> new AsyncutilContender();
      case RW_LOCK_READS,
          RW_LOCK_WRITES,
          RW_LOCK_MIXED_100_0,
          RW_LOCK_MIXED_95_5,
          RW_LOCK_MIXED_50_50,
          RW_LOCK_WAITERS ->
          new RwLockContender(use);
      case FAIR_RW_LOCK_READS,
          FAIR_RW_LOCK_WRITES,
          FAIR_RW_LOCK_MIXED_100_0,
          FAIR_RW_LOCK_MIXED_95_5,
          FAIR_RW_LOCK_MIXED_50_50,
          FAIR_RW_LOCK_WAITERS ->
          new FairRwLockContender(use);
      case STAMPED_LOCK_READS,
          STAMPED_LOCK_MIXED_100_0,
          STAMPED_LOCK_MIXED_95_5,
          STAMPED_LOCK_MIXED_50_50 ->
          new StampedLockContender(use);
      case MUTEX_REQUESTS -> new MutexRequestsContender();
      case ASYNCUTIL_REQUESTS -> new AsyncutilRequestsContender();
      case PARKED_WAITERS -> new ParkedContender();
    };
  }
}
