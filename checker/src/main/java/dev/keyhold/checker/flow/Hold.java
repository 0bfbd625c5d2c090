package dev.keyhold.checker.flow;

import com.sun.source.tree.Tree;
import java.util.Set;

/**
 * Something that is taken at one place in the code and let go at another. One object a place,
 * however often the place is walked through: states are compared by it.
 */
public final class Hold {

  /** What is held, and so who has to let it go. */
  public enum Kind {
    /** A guard that the code at hand got: it has to close it or pass it on. */
    GUARD,
    /** A future of one. */
    REQUEST,
    /** A guard that is somebody else's to close: a parameter. */
    LENT,
    /** What a scoped form holds while its function runs; it lets go by itself. */
    SCOPE,
    /** A {@code java.util.concurrent.locks.Lock}, or a monitor. */
    LOCK,
    MONITOR
  }

  private final Tree place;
  private final Kind kind;
  private final Set<String> locks;
  private final boolean threadBound;
  private final String name;

  /**
   * @param place where it was taken
   * @param locks the locks' names, where the same name is surely the same lock; else empty
   * @param threadBound whether it must not be held across a suspension
   * @param name what a message calls it
   */
  public Hold(Tree place, Kind kind, Set<String> locks, boolean threadBound, String name) {
    this.place = place;
    this.kind = kind;
    this.locks = Set.copyOf(locks);
    this.threadBound = threadBound;
    this.name = name;
  }

  public Tree place() {
    return place;
  }

  public Kind kind() {
    return kind;
  }

  public Set<String> locks() {
    return locks;
  }

  public boolean threadBound() {
    return threadBound;
  }

  public String name() {
    return name;
  }

  /** Whether the code at hand has to let it go. */
  public boolean owned() {
    return kind == Kind.GUARD || kind == Kind.REQUEST;
  }
}
