/** The checker's corpus: what it accepts and what it refuses. */
@NullMarked
package dev.keyhold.corpus;

import org.jspecify.annotations.NullMarked;
