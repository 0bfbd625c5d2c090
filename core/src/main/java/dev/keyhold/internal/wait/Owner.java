package dev.keyhold.internal.wait;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who holds and who waits: a thread, a named task, or nobody in particular. An owner is a number of
 * {@link #BITS} bits, so that it fits into a lock's word; what it is called is found out only when
 * somebody asks.
 *
 * <pre>
 *   0                 nobody: the lock is free
 *   0 … 2^37-1        a thread, by its id
 *   2^37 … 2^38-2     a named task, by its number
 *   2^38-1            anonymous: an asynchronous request that nobody stands behind
 * </pre>
 *
 * A process that has started more than 2^37 threads calls the later ones anonymous: their locks
 * work, their deadlocks are not found.
 */
public final class Owner {
  /** How many bits an owner takes. */
  public static final int BITS = 38;

  /** No owner. */
  public static final long NOBODY = 0;

  /** The owner of a request made without a task; equal to no other owner, itself included. */
  public static final long ANONYMOUS = (1L << BITS) - 1;

  private static final long FIRST_NAMED = 1L << (BITS - 1);

  private static final Owner UNBOUND = new Owner(NOBODY, "");
  private static final ScopedValue<Owner> CURRENT = ScopedValue.newInstance();
  private static final AtomicLong NEXT = new AtomicLong(FIRST_NAMED);

  /** The names of living named owners. An entry goes when its owner has been collected. */
  private static final ConcurrentHashMap<Long, Named> NAMES = new ConcurrentHashMap<>();

  private static final ReferenceQueue<Owner> COLLECTED = new ReferenceQueue<>();

  /**
   * True once a named owner exists; never false again. Plain: a thread that runs as a named owner
   * sees it set, because it got the owner from whoever set it.
   */
  @SuppressWarnings("NonFinalStaticField")
  private static boolean anyNamed;

  private final long id;
  private final String name;

  private Owner(long id, String name) {
    this.id = id;
    this.name = name;
  }

  /** A new owner of this name, different from every other. */
  public static Owner named(String name) {
    for (var gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
      NAMES.remove(((Named) gone).id);
    }
    Owner owner = new Owner(NEXT.getAndIncrement(), name);
    NAMES.put(owner.id, new Named(owner));
    anyNamed = true;
    return owner;
  }

  /** The number of the current task: its named owner's if it runs as one, else its thread's. */
  public static long currentId() {
    if (anyNamed) {
      Owner owner = CURRENT.orElse(UNBOUND);
      if (owner != UNBOUND) {
        return owner.id;
      }
    }
    return currentThreadId();
  }

  /** The number of the current thread as an owner. */
  public static long currentThreadId() {
    return threadId(Thread.currentThread());
  }

  /** The number of a thread as an owner. */
  public static long threadId(Thread thread) {
    long id = thread.threadId();
    return id < FIRST_NAMED ? id : ANONYMOUS;
  }

  /** The named owner that the current thread runs as; null if it runs as itself. */
  public static @Nullable Owner currentNamed() {
    if (!anyNamed) {
      return null;
    }
    Owner owner = CURRENT.orElse(UNBOUND);
    return owner == UNBOUND ? null : owner;
  }

  /** Binds this owner to the current thread for what the carrier runs. */
  public ScopedValue.Carrier bind() {
    return ScopedValue.where(CURRENT, this);
  }

  /** The number that stands for this owner in a lock's word. */
  public long id() {
    return id;
  }

  /** The name, not necessarily unique. */
  public String name() {
    return name;
  }

  /** Whether an id belongs to a thread. */
  public static boolean isThread(long id) {
    return id > NOBODY && id < FIRST_NAMED;
  }

  /** What an owner is called, as far as its number alone tells. */
  public static String describe(long id) {
    if (id == ANONYMOUS) {
      return "an asynchronous request";
    }
    if (id >= FIRST_NAMED) {
      Named named = NAMES.get(id);
      return named == null ? "task #" + (id - FIRST_NAMED) : named.name;
    }
    Thread thread = platformThread(id);
    return thread == null ? "virtual thread #" + id : describe(thread);
  }

  /** What a thread is called: its name, or its number if it has none. */
  public static String describe(Thread thread) {
    String name = thread.getName();
    if (!name.isEmpty()) {
      return name;
    }
    return (thread.isVirtual() ? "virtual thread #" : "thread #") + thread.threadId();
  }

  private static @Nullable Thread platformThread(long id) {
    for (Thread thread : platformThreads()) {
      if (thread.threadId() == id) {
        return thread;
      }
    }
    return null;
  }

  /** The platform threads that are alive; one that starts or ends meanwhile may be missed. */
  public static List<Thread> platformThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    if (root == null) {
      return List.of();
    }
    for (var parent = root.getParent(); parent != null; parent = parent.getParent()) {
      root = parent;
    }
    Thread[] threads = new Thread[root.activeCount() * 2 + 8];
    int count = root.enumerate(threads);
    return Arrays.asList(threads).subList(0, count);
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class Named extends WeakReference<Owner> {
    private final long id;
    private final String name;

    Named(Owner owner) {
      super(owner, COLLECTED);
      id = owner.id;
      name = owner.name;
    }
  }
}
