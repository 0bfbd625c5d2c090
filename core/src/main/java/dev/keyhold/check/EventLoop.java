package dev.keyhold.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Code that runs on the thread of an event loop. Whatever suspends there with a guard in hand stops
 * every other task of the loop, the one that would let it go on included: the checker's rule R2
 * makes it an error, where it warns elsewhere.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface EventLoop {}
