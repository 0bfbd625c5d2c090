/** The database: {@link dev.keyhold.Database}, plain and for one owner. */
@NullMarked
package dev.keyhold;

import org.jspecify.annotations.NullMarked;
