/**
 * What may be so at each point of a method, found by walking through it: which holds are open,
 * which variable has which, which variables were handed to other tasks. Knows the language's ways
 * (loops, jumps, try, switch), and nothing of the rules.
 */
@NullMarked
package dev.keyhold.checker.flow;

import org.jspecify.annotations.NullMarked;
