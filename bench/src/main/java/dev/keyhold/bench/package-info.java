/** The benchmarks' command line, and what they have in common. */
@NullMarked
package dev.keyhold.bench;

import org.jspecify.annotations.NullMarked;
