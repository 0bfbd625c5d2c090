package dev.keyhold.internal.wait;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be waited for: a lock, seen from the wait graph. */
public interface Structure {
  /**
   * Takes a waiter out of the queue, unless it was granted or left before.
   *
   * @return whether it was taken out
   */
  boolean withdraw(Waiter waiter);

  /**
   * Takes a waiter out of the queue although it might insist on being served: it has been given its
   * {@link Waiter#refusal}, because it never will be.
   *
   * @return whether it was taken out
   */
  default boolean refuse(Waiter waiter) {
    return withdraw(waiter);
  }

  /**
   * Called by a waiter that has been woken without a grant: where newcomers may overtake, it tries
   * to take the lock. Elsewhere nothing.
   *
   * @return whether the waiter has it now, and is granted
   */
  default boolean compete(Waiter waiter) {
    return false;
  }

  /** Who is in the waiter's way at this moment; empty once it waits no more. */
  List<Blocker> blockers(Waiter waiter);

  /** Whether the waiter may be in a cycle: a cheap look before {@link #blockers}. */
  boolean mayBeInCycle(Waiter waiter);

  /** What is waited for, as messages name it: {@code mutex 'accounts'}. */
  String target();

  /** How to keep out of a deadlock that goes through this, as the end of a sentence. */
  default String wayOut() {
    return "have every task take these locks in the same order";
  }

  /** One of the blockers that {@link #blockers} gave, in words. */
  HolderText describe(Blocker blocker);

  /**
   * Somebody in the way of a waiter.
   *
   * @param owner who holds, or is ahead in line
   * @param ticket tells this hold from every other of the same structure, unless {@code place} does
   * @param place the hold, the {@link Waiter} ahead in line, or {@link At} which of the waiter's
   *     places; null if the ticket tells
   */
  record Blocker(long owner, long ticket, @Nullable Object place) {
    /** A hold that its ticket tells. */
    public Blocker(long owner, long ticket) {
      this(owner, ticket, null);
    }

    /** A request that is ahead in line. */
    public static Blocker ahead(Waiter waiter) {
      return new Blocker(waiter.owner(), 0, waiter);
    }

    /** Somebody in the way of one of the places of a waiter that waits in several. */
    public static Blocker at(Waiter place, Blocker blocker) {
      return new Blocker(blocker.owner(), blocker.ticket(), new At(place, blocker));
    }

    /** Whether it is ahead in line, and does not hold yet. */
    public boolean isAhead() {
      return place instanceof Waiter || (place instanceof At at && at.blocker().isAhead());
    }

    /** Whether it was ahead in line and is no more: it hid those ahead of itself. */
    public boolean hasLeft() {
      return (place instanceof Waiter waiter && waiter.state() != Waiter.WAITING)
          || (place instanceof At at && at.blocker().hasLeft());
    }
  }

  /**
   * Somebody in the way of a place.
   *
   * @param place where
   * @param blocker who
   */
  record At(Waiter place, Blocker blocker) {}

  /**
   * A holder in words.
   *
   * @param name who
   * @param since when and where it acquired, as far as known
   */
  record HolderText(String name, String since) {
    /** A holder of which something is recorded. */
    public static HolderText of(Hold hold) {
      long millis = (Host.current().nanoTime() - hold.sinceNanos()) / 1_000_000;
      StackTraceElement site = hold.site();
      return new HolderText(
          hold.task(),
          "(for %d ms, acquired %s)"
              .formatted(
                  millis,
                  site == null ? "at a line not recorded: " + Recording.HOW : "at " + site));
    }

    /** A holder of which nothing but who it is is known. */
    public static HolderText of(long owner) {
      return new HolderText(
          Owner.describe(owner), "(since when and where is not recorded: " + Recording.HOW + ")");
    }

    /** A request that is ahead in line. */
    public static HolderText ahead(Waiter waiter) {
      long millis = (Host.current().nanoTime() - waiter.sinceNanos()) / 1_000_000;
      return new HolderText(
          waiter.ownerName(),
          "(asked %d ms ago, %s)".formatted(millis, Site.describe(waiter.site())));
    }
  }
}
