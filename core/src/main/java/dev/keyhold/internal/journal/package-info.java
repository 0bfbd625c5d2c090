/**
 * What makes a database outlive its process: a log of commits, checkpoints, and recovery from both.
 * It knows keys, values and revisions, not who holds what; {@code docs/file-format.md} has the
 * bytes.
 */
@NullMarked
package dev.keyhold.internal.journal;

import org.jspecify.annotations.NullMarked;
