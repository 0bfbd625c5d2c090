package dev.keyhold.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Functions that are handed over run before the method returns, on the caller's thread: the checker
 * reads their bodies as part of the code around. On a method it is about all its parameters.
 *
 * <p>A method of an {@link java.util.concurrent.Executor} needs it if it runs in place what others
 * would start as a task.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.PARAMETER})
public @interface RunsInline {}
