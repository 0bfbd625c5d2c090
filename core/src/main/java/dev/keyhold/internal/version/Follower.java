package dev.keyhold.internal.version;

import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.internal.wait.Host;
import org.jspecify.annotations.Nullable;

/**
 * Goes along the {@link History} and finds the commits that touch a range of keys. While there are
 * none it sleeps, which costs a few objects and no thread, and {@link #wake} is called for the next
 * one; a follower that sleeps does not lag.
 *
 * <p>{@link #findNext} and {@link #passed} are used by one task at a time; the rest by anybody.
 */
public abstract class Follower {
  private final Timeline timeline;
  private final Sleepers sleepers;
  private final String from;
  private final @Nullable String to;

  /** What all keys of the range begin with; see {@link Sleepers}. */
  final String stem;

  /**
   * The commit it has come to. Its own while awake; guarded by the sleepers' latch while asleep.
   */
  Committed at;

  /** Guarded by the sleepers' latch: where it stands among those of its stem. */
  int place;

  /** Written under the sleepers' latch. */
  volatile boolean asleep;

  /** Set once, under the sleepers' latch. */
  volatile boolean left;

  /** All up to here has been dealt with, or does not touch the range. */
  private volatile long passed;

  /**
   * Awake, before its first commit.
   *
   * @param from the first key
   * @param to the first key behind; null: no end
   * @param at of {@link Timeline#follow}
   */
  protected Follower(Timeline timeline, String from, @Nullable String to, Committed at) {
    this.timeline = timeline;
    this.sleepers = timeline.history().sleepers();
    this.from = from;
    this.to = to;
    this.stem = to == null ? "" : common(from, to);
    this.at = at;
    this.passed = at.revision();
  }

  /** In this order all strings between two that begin alike begin like them. */
  private static String common(String one, String other) {
    int shared = Math.min(one.length(), other.length());
    for (int i = 0; i < shared; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return one.substring(0, i);
      }
    }
    return one.substring(0, shared);
  }

  /**
   * The next commit that touches the range; null: there is none yet, and this is asleep now, or it
   * has left.
   *
   * @throws History.Lagged commits that may have touched it are not kept any more
   */
  protected final @Nullable Committed findNext() throws History.Lagged {
    History history = timeline.history();
    while (!asleep && !left) {
      if (Host.simulated()) {
        Host.current().point();
      }
      Committed next = history.next(at);
      if (next != null) {
        at = next;
        if (wants(next)) {
          passed = next.revision() - 1;
          return next;
        }
      } else {
        passed = at.revision();
        sleepers.add(this);
      }
    }
    return null;
  }

  /** What {@link #findNext} returned has been dealt with. */
  protected final void passed(Committed commit) {
    passed = commit.revision();
  }

  /** By the sleepers, while it is asleep: nothing is for it up to here. */
  final void passed(long reached) {
    passed = Math.max(passed, reached);
  }

  /** Up to which revision there is nothing in the range that has not been dealt with. */
  public final long revision() {
    // In this order: a commit that wakes this one is counted by the sleepers after it is awake.
    long reached = sleepers.reached();
    return asleep ? Math.max(passed, reached) : passed;
  }

  /** Whether {@link #wake} is yet to be called. */
  protected final boolean isAsleep() {
    return asleep;
  }

  /**
   * There may be something; or it has lagged. Called with nothing held, by a thread that has others
   * to wake: it hands over and returns.
   */
  protected abstract void wake();

  /** Wakes it, so that it looks for itself and does not depend on how far others have come. */
  protected final void rouse() {
    sleepers.rouse(this);
  }

  /** Finds nothing from now, and is not woken. */
  protected final void leave() {
    sleepers.remove(this);
  }

  final boolean wants(Committed commit) {
    for (int i = 0; i < commit.count(); i++) {
      if (wants(commit.key(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a key is in the range. */
  protected final boolean wants(String key) {
    return CodePoints.compare(key, from) >= 0 && (to == null || CodePoints.compare(key, to) < 0);
  }
}
