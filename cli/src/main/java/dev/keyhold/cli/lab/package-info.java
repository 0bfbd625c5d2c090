/** The {@code lab} command: the ways of sharing, compared on a file or on the sample. */
@NullMarked
package dev.keyhold.cli.lab;

import org.jspecify.annotations.NullMarked;
