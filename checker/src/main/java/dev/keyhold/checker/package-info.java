/**
 * Makes javac refuse data that is shared without synchronisation, and guards that are misused:
 * {@code -Xplugin:Keyhold}.
 */
@NullMarked
package dev.keyhold.checker;

import org.jspecify.annotations.NullMarked;
