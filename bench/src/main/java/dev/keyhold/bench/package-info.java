/** The benchmarks' command line. */
@NullMarked
package dev.keyhold.bench;

import org.jspecify.annotations.NullMarked;
