/** The rules, and the walk through expressions that feeds them. */
@NullMarked
package dev.keyhold.checker.rule;

import org.jspecify.annotations.NullMarked;
