package dev.keyhold;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A type whose objects belong to one task at a time. Nothing in them keeps two tasks apart: used by
 * two at once, without a lock around every use, they lose updates or break. To share one, give it
 * to a lock that owns it, and reach it through the lock's guard only.
 *
 * <p>An object of such a type may move from one task to another, if the first is done with it and
 * something orders the two: a lock, a queue, the start or the end of a task.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SingleOwner {}
