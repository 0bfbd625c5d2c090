package dev.keyhold.checker.rule;

import com.sun.source.tree.Tree;

/**
 * One mistake.
 *
 * @param place where it is reported
 * @param message the first line says what is wrong; the others show both places, and say why and
 *     how to mend it
 */
public record Finding(Rule rule, Severity severity, Tree place, String message) {}
