/**
 * What everything that waits stands on: the latch, the waiter, the wait graph, the completion of
 * futures, the host that parks. Knows no particular lock.
 */
@NullMarked
package dev.keyhold.internal.wait;

import org.jspecify.annotations.NullMarked;
