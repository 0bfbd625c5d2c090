package dev.keyhold.checker.flow;

import com.sun.source.tree.Tree;

/**
 * One place where a task's code uses a variable from outside.
 *
 * @param place the variable's name there
 * @param start the call that starts the task
 * @param writes whether it surely changes the value
 * @param locked whether some lock is held there
 */
public record Use(Tree place, Tree start, boolean writes, boolean locked) {}
