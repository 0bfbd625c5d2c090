/** Text as bytes: UTF-8 that is checked, and the order of its bytes. At the bottom, with errors. */
@NullMarked
package dev.keyhold.internal.text;

import org.jspecify.annotations.NullMarked;
