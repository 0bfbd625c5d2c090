/**
 * Everything Keyhold throws at its callers, one sealed family. A room of its own, at the bottom, so
 * that locks, values and databases can all throw from it without knowing each other.
 */
@NullMarked
package dev.keyhold.error;

import org.jspecify.annotations.NullMarked;
