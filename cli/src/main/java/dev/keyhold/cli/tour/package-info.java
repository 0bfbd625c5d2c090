/** The {@code tour} command: explains, shows code, runs it live, and sums up. */
@NullMarked
package dev.keyhold.cli.tour;

import org.jspecify.annotations.NullMarked;
