/**
 * Races that no test on a schedule of its own finds: each class is one jcstress test, two threads
 * that meet in the smallest window, millions of times. A lost wake-up shows as a run that never
 * ends, which jcstress reports as a failure.
 */
@NullMarked
package dev.keyhold.stress;

import org.jspecify.annotations.NullMarked;
