package dev.keyhold.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Functions that are handed over run in another task, as those of {@link
 * java.util.concurrent.Executor#execute} do: what they share with the caller has to be shared
 * safely. On a method it is about all its parameters.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.PARAMETER})
public @interface RunsElsewhere {}
