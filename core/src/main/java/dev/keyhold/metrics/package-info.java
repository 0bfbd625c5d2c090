/** The figures of a database for Micrometer, where that is there. */
@NullMarked
package dev.keyhold.metrics;

import org.jspecify.annotations.NullMarked;
