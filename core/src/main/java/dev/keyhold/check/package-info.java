/**
 * What the compile-time checker has to be told: which types and methods its rules are about. None
 * of these annotations does anything at run time.
 */
@NullMarked
package dev.keyhold.check;

import org.jspecify.annotations.NullMarked;
