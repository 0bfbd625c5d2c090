/**
 * The ordered concurrent index beneath the shared database: from a key to the entry that stands for
 * it as long as it lives. It knows keys and entries, not what an entry's versions mean.
 */
@NullMarked
package dev.keyhold.internal.index;

import org.jspecify.annotations.NullMarked;
