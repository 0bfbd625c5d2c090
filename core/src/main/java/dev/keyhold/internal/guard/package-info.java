/**
 * The guard table of a shared database: who may touch which keys and ranges, strictly first come,
 * first served among requests that conflict. Knows keys as bytes and nothing of what they stand
 * for; waits as every lock of the house does, on {@code internal.wait}. Start with {@code
 * GuardTable}.
 */
@NullMarked
package dev.keyhold.internal.guard;

import org.jspecify.annotations.NullMarked;
