/**
 * From a file to entries: {@link dev.keyhold.lab.data.DataFile} reads, {@link
 * dev.keyhold.lab.data.KeyTemplate} names.
 */
@NullMarked
package dev.keyhold.lab.data;

import org.jspecify.annotations.NullMarked;
