/** {@code ./keyhold bench json}: JSON values beside Jackson, fastjson2 and Jayway's JSONPath. */
@NullMarked
package dev.keyhold.bench.json;

import org.jspecify.annotations.NullMarked;
