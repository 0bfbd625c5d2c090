/** One side beside another, in turns: what all benchmarks of ours have in common. */
@NullMarked
package dev.keyhold.bench.duel;

import org.jspecify.annotations.NullMarked;
