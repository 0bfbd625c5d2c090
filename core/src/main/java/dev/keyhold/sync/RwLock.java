package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Mode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that owns its data, for many readers or one writer at a time, strictly first come, first
 * served. Its guards may be held while the task that has them waits for something else, and may be
 * closed by another task or thread.
 *
 * <p><b>Which one should I use?</b> This one when reading takes long enough to be worth doing side
 * by side: reads that walk the data, or hold their guard across a suspension. Where sections are a
 * few operations, a {@link Mutex} or {@link BlockingMutex} is as fast and simpler.
 *
 * <p><b>What readers may do.</b> Any number of them have the data at once, so it must be safe to
 * read by many while nobody writes. A plain map is; a type whose reading methods change something
 * inside (a cache, an access-ordered map, a lazily computed field) is not. Nothing stops a reader
 * from calling a method that writes; {@link #ofImmutable} does, since there is no such method.
 *
 * <p><b>Fairness.</b> A request's place in line is fixed when it is made. A reader that comes
 * behind a waiting writer waits behind it; a writer that leaves lets in the unbroken run of readers
 * at the head, and none behind the next writer. So neither starves the other. No form overtakes,
 * the try forms included.
 *
 * <p><b>Upgrade and downgrade.</b> A write guard becomes a read guard with nobody in between
 * ({@link WriteGuard#downgrade}). Only an upgradable read guard, of which there is one at a time,
 * becomes a write guard: it goes before all writers in line ({@link UpgradableGuard#upgrade}).
 *
 * <p><b>Deadlock.</b> A request that could never be granted fails with a {@link DeadlockException}
 * at once, as for {@link Mutex}. That includes the two classics: a task that reads and asks to
 * write, and a task that reads and asks to read again while a writer waits in between. Reading
 * twice is otherwise allowed, each time with a guard of its own.
 *
 * <p><b>Giving up</b>, <b>memory effects</b> and <b>poison</b> are as for {@link Mutex}; a throw
 * from {@link #withRead} does not poison.
 *
 * @param <T> what it owns; readers share it
 */
public final class RwLock<T> extends ConvertingLock {
  private final T data;

  private RwLock(LockOptions options, T data) {
    super(options);
    this.data = data;
  }

  /**
   * A lock around new data.
   *
   * @param data makes the data, so that nobody else has it
   */
  public static <T> RwLock<T> of(Supplier<? extends T> data) {
    return of(LockOptions.defaults(), data);
  }

  /**
   * A lock around new data, with a name or poisoning.
   *
   * @param options name and poisoning (off unless asked for)
   * @param data makes the data, so that nobody else has it
   */
  public static <T> RwLock<T> of(LockOptions options, Supplier<? extends T> data) {
    return KnownLocks.made(
        new RwLock<>(options, Objects.requireNonNull(data.get(), "the data is null")));
  }

  /**
   * A lock around a value that never changes, and is replaced by writers: a record, a {@code
   * List.copyOf}, a {@code Json}. Readers cannot do harm, and what they took out stays what it was
   * after their guard is closed.
   *
   * @param value the first value
   */
  public static <V> RwLock<Cell<V>> ofImmutable(V value) {
    return of(() -> new Cell<>(value));
  }

  /**
   * What holds a value that never changes, and can hold another one instead.
   *
   * @param <V> the value; immutable
   */
  public static final class Cell<V> {
    private V value;

    private Cell(V value) {
      this.value = Objects.requireNonNull(value, "value");
    }

    /** The value; for readers and writers. */
    public V get() {
      return value;
    }

    /** Puts another value in its place; for writers. */
    public void set(V replacement) {
      value = Objects.requireNonNull(replacement, "replacement");
    }
  }

  // ── reading ────────────────────────────────────────────────────────────────────────────────

  /**
   * Waits for its turn to read. A virtual thread parks and pins nothing.
   *
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public ReadGuard<T> read() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long ticket = shareFast();
    Share share = ticket == 0 ? granted(share(Mode.SHARED, true, Long.MAX_VALUE)) : null;
    return new ReadGuard<>(this, ticket, share);
  }

  /**
   * Waits for its turn to read and puts interrupts off: the flag is set when this returns.
   *
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public ReadGuard<T> readUninterruptibly() {
    long ticket = shareFast();
    Share share = ticket == 0 ? shareUninterruptibly(Mode.SHARED) : null;
    return new ReadGuard<>(this, ticket, share);
  }

  /**
   * Reads if nobody writes or waits to.
   *
   * @return null: not now. {@code try (var guard = lock.tryRead())} takes null, and closes nothing
   * @throws PoisonedException this lock is poisoned
   */
  public @Nullable ReadGuard<T> tryRead() {
    long ticket = shareFast();
    if (ticket != 0) {
      return new ReadGuard<>(this, ticket, null);
    }
    Share share = tryShare(Mode.SHARED);
    return share == null ? null : new ReadGuard<>(this, 0, share);
  }

  /**
   * Waits for its turn to read, but not for longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryRead()}
   * @return null: out of time
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws IllegalArgumentException the timeout is negative
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public @Nullable ReadGuard<T> tryRead(Duration timeout) throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long ticket = shareFast();
    if (ticket != 0) {
      return new ReadGuard<>(this, ticket, null);
    }
    Share share = nanos == 0 ? tryShare(Mode.SHARED) : share(Mode.SHARED, true, nanos);
    return share == null ? null : new ReadGuard<>(this, 0, share);
  }

  /**
   * Asks to read without blocking; what {@link Mutex#lockAsync()} says of its future holds here.
   */
  public CompletableFuture<ReadGuard<T>> readAsync() {
    return request(null, Mode.SHARED, r -> new ReadGuard<>(this, 0, shareOf(r)));
  }

  /**
   * The same for a task that goes on in the future's callbacks; see {@link Mutex#lockAsync(Task)}.
   */
  public CompletableFuture<ReadGuard<T>> readAsync(Task task) {
    return request(task, Mode.SHARED, r -> new ReadGuard<>(this, 0, shareOf(r)));
  }

  /**
   * Runs {@code function} with the data, beside other readers, on the current thread. Waits its
   * turn without regard to interrupts.
   *
   * @return what {@code function} returns; not the data itself, please
   * @throws X what {@code function} throws; that does not poison
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public <R extends @Nullable Object, X extends Throwable> R withRead(
      ThrowingFunction<? super T, ? extends R, X> function) throws X {
    long ticket = shareFast();
    Share share = ticket == 0 ? shareUninterruptibly(Mode.SHARED) : null;
    try {
      return function.apply(data);
    } finally {
      endShare(ticket, share);
    }
  }

  // ── reading, with the right to upgrade ─────────────────────────────────────────────────────

  /**
   * Waits for its turn to read with the right to upgrade. Beside readers, but only one at a time.
   *
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public UpgradableGuard<T> upgradableRead() throws InterruptedException {
    Share share = granted(share(Mode.UPGRADABLE, true, Long.MAX_VALUE));
    return new UpgradableGuard<>(this, share);
  }

  /**
   * The same, putting interrupts off: the flag is set when this returns.
   *
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public UpgradableGuard<T> upgradableReadUninterruptibly() {
    Share share = shareUninterruptibly(Mode.UPGRADABLE);
    return new UpgradableGuard<>(this, share);
  }

  /**
   * Reads with the right to upgrade, if nobody writes, has that right, or waits for either.
   *
   * @return null: not now
   * @throws PoisonedException this lock is poisoned
   */
  public @Nullable UpgradableGuard<T> tryUpgradableRead() {
    Share share = tryShare(Mode.UPGRADABLE);
    return share == null ? null : new UpgradableGuard<>(this, share);
  }

  /**
   * Waits for its turn to read with the right to upgrade, but not for longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryUpgradableRead()}
   * @return null: out of time
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws IllegalArgumentException the timeout is negative
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public @Nullable UpgradableGuard<T> tryUpgradableRead(Duration timeout)
      throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Share share = nanos == 0 ? tryShare(Mode.UPGRADABLE) : share(Mode.UPGRADABLE, true, nanos);
    return share == null ? null : new UpgradableGuard<>(this, share);
  }

  /** Asks for it without blocking; what {@link Mutex#lockAsync()} says of its future holds here. */
  public CompletableFuture<UpgradableGuard<T>> upgradableReadAsync() {
    return request(null, Mode.UPGRADABLE, r -> new UpgradableGuard<>(this, shareOf(r)));
  }

  /**
   * The same for a task that goes on in the future's callbacks; see {@link Mutex#lockAsync(Task)}.
   */
  public CompletableFuture<UpgradableGuard<T>> upgradableReadAsync(Task task) {
    return request(task, Mode.UPGRADABLE, r -> new UpgradableGuard<>(this, shareOf(r)));
  }

  // ── writing ────────────────────────────────────────────────────────────────────────────────

  /**
   * Waits for its turn to write.
   *
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public WriteGuard<T> write() throws InterruptedException {
    return writeGuard(acquire(true, Long.MAX_VALUE));
  }

  /**
   * Waits for its turn to write and puts interrupts off: the flag is set when this returns.
   *
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public WriteGuard<T> writeUninterruptibly() {
    return writeGuard(acquireUninterruptibly());
  }

  /**
   * Writes if nobody reads, writes or waits.
   *
   * @return null: not now. {@code try (var guard = lock.tryWrite())} takes null, and closes nothing
   * @throws PoisonedException this lock is poisoned
   */
  public @Nullable WriteGuard<T> tryWrite() {
    long ticket = tryAcquire();
    return ticket == 0 ? null : writeGuard(ticket);
  }

  /**
   * Waits for its turn to write, but not for longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryWrite()}
   * @return null: out of time
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws IllegalArgumentException the timeout is negative
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public @Nullable WriteGuard<T> tryWrite(Duration timeout) throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long ticket = nanos == 0 ? tryAcquire() : acquire(true, nanos);
    return ticket == 0 ? null : writeGuard(ticket);
  }

  /**
   * Asks to write without blocking; what {@link Mutex#lockAsync()} says of its future holds here.
   */
  public CompletableFuture<WriteGuard<T>> writeAsync() {
    return request(null, Mode.EXCLUSIVE, this::writeGuard);
  }

  /**
   * The same for a task that goes on in the future's callbacks; see {@link Mutex#lockAsync(Task)}.
   */
  public CompletableFuture<WriteGuard<T>> writeAsync(Task task) {
    return request(task, Mode.EXCLUSIVE, this::writeGuard);
  }

  /**
   * Runs {@code function} with the data, alone, on the current thread. Waits its turn without
   * regard to interrupts.
   *
   * @return what {@code function} returns; not the data itself, please
   * @throws X what {@code function} throws; poisons this lock if it was made to
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this lock is poisoned
   */
  public <R extends @Nullable Object, X extends Throwable> R withWrite(
      ThrowingFunction<? super T, ? extends R, X> function) throws X {
    return with(acquireUninterruptibly(), data, function);
  }

  /**
   * Runs {@code function} with the data although this lock is poisoned, alone, and clears the
   * poison if it returns. Waits its turn without regard to interrupts.
   *
   * @throws X what {@code function} throws; the poison stays
   * @throws DeadlockException the request could never be granted
   */
  public <R extends @Nullable Object, X extends Throwable> R repair(
      ThrowingFunction<? super T, ? extends R, X> function) throws X {
    return repair(data, function);
  }

  // ── guards ─────────────────────────────────────────────────────────────────────────────────

  private Share shareUninterruptibly(Mode mode) {
    try {
      return granted(share(mode, false, Long.MAX_VALUE));
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  private static Share granted(@Nullable Share share) {
    return Objects.requireNonNull(share, "a wait without limit was out of time");
  }

  private WriteGuard<T> writeGuard(long ticket) {
    return new WriteGuard<>(this, ticket, currentHold(ticket));
  }

  private WriteGuard<T> writeGuard(LockRequest<?> request) {
    Hold hold = unclaimed(request, request.waitedNanos());
    refusePoisoned(request.ticket());
    return new WriteGuard<>(this, request.ticket(), hold);
  }

  private Share shareOf(LockRequest<?> request) {
    unclaimed(request, request.waitedNanos());
    Share share = SharingLock.shareOf(request);
    refusePoisoned(share);
    return share;
  }

  private <G> CompletableFuture<G> request(
      @Nullable Task task, Mode mode, LockRequest.Maker<G> maker) {
    return LockRequest.make(task, this, mode, maker).ask(this::join);
  }

  CompletableFuture<WriteGuard<T>> upgradeAsync(UpgradableGuard<T> guard) {
    return LockRequest.<WriteGuard<T>>make(
            null,
            this,
            Mode.UPGRADE,
            request -> {
              endKnown(guard.upgradable());
              unclaimed(request, request.waitedNanos());
              return guard.taken(request.ticket());
            })
        .ask(request -> joinUpgrade(request, guard.upgradable()));
  }

  // ── as one of several ──────────────────────────────────────────────────────────────────────

  /** This lock for reading, as one of those that {@link Locks#all} acquires. */
  public LockPart<T> forReading() {
    return new RwPart<>(this, Mode.SHARED);
  }

  /** This lock for writing, as one of those that {@link Locks#all} acquires. */
  public LockPart<T> forWriting() {
    return new RwPart<>(this, Mode.EXCLUSIVE);
  }

  @Override
  String kind() {
    return "read-write lock";
  }

  T data() {
    return data;
  }
}
