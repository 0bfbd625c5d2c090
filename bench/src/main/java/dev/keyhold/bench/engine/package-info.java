/** Measures the shared database's parts beside the ordered and the unordered map of the JDK. */
@NullMarked
package dev.keyhold.bench.engine;

import org.jspecify.annotations.NullMarked;
