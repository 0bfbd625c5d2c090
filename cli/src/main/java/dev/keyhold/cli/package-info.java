/** The {@code keyhold} command: its root and its list of subcommands. */
@NullMarked
package dev.keyhold.cli;

import org.jspecify.annotations.NullMarked;
