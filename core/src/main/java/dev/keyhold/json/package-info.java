/** JSON values: immutable, validated, kept as minified UTF-8 text. */
@NullMarked
package dev.keyhold.json;

import org.jspecify.annotations.NullMarked;
