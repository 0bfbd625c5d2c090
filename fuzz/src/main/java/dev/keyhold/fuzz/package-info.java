/** What Jazzer calls with hostile input: see {@code ./verify --help}. */
@NullMarked
package dev.keyhold.fuzz;

import org.jspecify.annotations.NullMarked;
