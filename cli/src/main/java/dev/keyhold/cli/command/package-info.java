/** What all subcommands share: where they print, how they fail, how durations are written. */
@NullMarked
package dev.keyhold.cli.command;

import org.jspecify.annotations.NullMarked;
