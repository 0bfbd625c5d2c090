/**
 * Locks that own their data: the only way to it is through a guard; and actors, to whose data the
 * only way is a message. Useful by itself, for any type.
 */
@NullMarked
package dev.keyhold.sync;

import org.jspecify.annotations.NullMarked;
