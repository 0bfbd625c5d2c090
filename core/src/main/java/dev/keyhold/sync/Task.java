package dev.keyhold.sync;

import dev.keyhold.internal.wait.Owner;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for locks and holds them: in reports, events and the search for deadlocks. Unless told
 * otherwise that is the current thread. A named task is something else: a piece of work that may
 * run on several threads one after the other (an event loop's callbacks), or several on one thread.
 *
 * <pre>{@code
 * Task writer = Task.named("writer");
 * writer.run(() -> shared.with(database -> database.insert("my-key", 1)));
 * shared.lockAsync(writer).thenAccept(guard -> { try (guard) { … } });
 * }</pre>
 *
 * <p>A task does one thing at a time: while it waits for a lock it is taken to do nothing else, and
 * so to release nothing else. So make a task for each run of a piece of work: one that is kept for
 * ever still waits for what an earlier run asked for and left behind. Immutable and safe to share.
 */
public final class Task {
  /** Null for a task that stands for a thread. */
  private final @Nullable Owner owner;

  private final long id;
  private final String name;

  private Task(@Nullable Owner owner, long id, String name) {
    this.owner = owner;
    this.id = id;
    this.name = name;
  }

  /**
   * A new task, different from every other, also from those of the same name.
   *
   * @param name for people; not empty
   */
  public static Task named(String name) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("a task's name is for people to read: it cannot be blank");
    }
    return of(Owner.named(name));
  }

  /** The task that the current thread runs, or else one that stands for the thread itself. */
  public static Task current() {
    Owner owner = Owner.currentNamed();
    if (owner != null) {
      return of(owner);
    }
    Thread thread = Thread.currentThread();
    return new Task(null, Owner.threadId(thread), Owner.describe(thread));
  }

  private static Task of(Owner owner) {
    return new Task(owner, owner.id(), owner.name());
  }

  /** The name. */
  public String name() {
    return name;
  }

  /**
   * Runs {@code action} on the current thread as this task.
   *
   * @throws IllegalStateException this task stands for another thread
   */
  public void run(Runnable action) {
    if (owner == null) {
      requireOwnThread();
      action.run();
    } else {
      owner.bind().run(action);
    }
  }

  /**
   * Runs {@code action} on the current thread as this task and gives its result.
   *
   * @throws X what {@code action} throws
   * @throws IllegalStateException this task stands for another thread
   */
  public <R, X extends Throwable> R call(ScopedValue.CallableOp<? extends R, X> action) throws X {
    if (owner == null) {
      requireOwnThread();
      return action.call();
    }
    return owner.bind().call(action);
  }

  private void requireOwnThread() {
    if (id != Owner.currentThreadId()) {
      throw new IllegalStateException(
          "task '"
              + name
              + "' stands for another thread; make one with Task.named to run it anywhere");
    }
  }

  long id() {
    return id;
  }

  @Nullable Owner owner() {
    return owner;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Task task && task.id == id;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public String toString() {
    return name;
  }
}
