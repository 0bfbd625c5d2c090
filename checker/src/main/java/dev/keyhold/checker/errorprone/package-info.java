/**
 * The rules as checks of Error Prone, which finds them on the processor path. Nothing else knows
 * this package, and nothing of it is loaded where Error Prone is not.
 */
@NullMarked
package dev.keyhold.checker.errorprone;

import org.jspecify.annotations.NullMarked;
