/** The locks that are measured, each with the loop that measures it in a class of its own. */
@NullMarked
package dev.keyhold.bench.locks.contender;

import org.jspecify.annotations.NullMarked;
