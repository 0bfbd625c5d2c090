/** Versions of values: revisions, snapshots, what is kept for whom. */
@NullMarked
package dev.keyhold.internal.version;

import org.jspecify.annotations.NullMarked;
