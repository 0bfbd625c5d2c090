/** {@code ./keyhold bench locks}: what to compare, and how a comparison is measured. */
@NullMarked
package dev.keyhold.bench.locks;

import org.jspecify.annotations.NullMarked;
