/** JMH benchmarks of single operations; {@code ./keyhold bench jmh} runs them. */
@NullMarked
package dev.keyhold.bench.micro;

import org.jspecify.annotations.NullMarked;
