/**
 * The same rules for those who run Error Prone: a check for each, in the same run of the engine.
 */
@NullMarked
package dev.keyhold.checker.errorprone;

import org.jspecify.annotations.NullMarked;
