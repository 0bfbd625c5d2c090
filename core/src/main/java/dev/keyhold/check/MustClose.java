package dev.keyhold.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A type whose objects hold something until they are closed. Every one that a method or a
 * constructor returns has to be closed on every path, or passed on; subtypes too.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE})
public @interface MustClose {}
