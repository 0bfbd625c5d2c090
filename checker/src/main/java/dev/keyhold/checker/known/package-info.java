/**
 * What is known of types and methods before any code is looked at: tables, and questions to types.
 */
@NullMarked
package dev.keyhold.checker.known;

import org.jspecify.annotations.NullMarked;
