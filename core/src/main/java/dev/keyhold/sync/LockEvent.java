package dev.keyhold.sync;

import java.time.Duration;

/**
 * Something that happened to a lock.
 *
 * @param lock the lock, as messages name it
 * @param task whose request or guard it is
 * @param mode how the lock is held or asked for
 * @param nanos when: the clock of {@link System#nanoTime}, or the simulation's
 * @param waited since the request: at its acquisition or withdrawal; otherwise zero
 * @param held since the acquisition: at its release; otherwise zero
 */
public record LockEvent(
    String lock, String task, LockMode mode, long nanos, Duration waited, Duration held) {}
