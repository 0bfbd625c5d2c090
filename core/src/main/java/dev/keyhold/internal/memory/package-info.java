/** How much heap things take. Knows nothing of what they are. */
@NullMarked
package dev.keyhold.internal.memory;

import org.jspecify.annotations.NullMarked;
