/**
 * The experiment: the same tasks, entries and seed under each {@link
 * dev.keyhold.lab.compare.SharingOption}. Start with {@link dev.keyhold.lab.compare.Comparison}.
 */
@NullMarked
package dev.keyhold.lab.compare;

import org.jspecify.annotations.NullMarked;
