/**
 * Programs of concurrent tasks, and two ways to run them: {@link dev.keyhold.testkit.RealTime} on
 * virtual threads, and {@link dev.keyhold.testkit.Simulation} in virtual time, one task at a time,
 * in an order that a seed chooses and replays. Start with {@link dev.keyhold.testkit.Simulation}.
 */
@NullMarked
package dev.keyhold.testkit;

import org.jspecify.annotations.NullMarked;
