/**
 * What the checker accepts and what it refuses, a file each in {@code src/test/snippets}, with the
 * expected diagnostics beside the code.
 */
@NullMarked
package dev.keyhold.corpus;

import org.jspecify.annotations.NullMarked;
