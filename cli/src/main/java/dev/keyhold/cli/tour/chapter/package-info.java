/**
 * The chapters of the tour, a file each. Between its two marker comments a file has the code that
 * the tour shows and runs; it travels in the jar as a resource.
 */
@NullMarked
package dev.keyhold.cli.tour.chapter;

import org.jspecify.annotations.NullMarked;
