package dev.keyhold.bench.engine;

/**
 * What both sides of a row are given.
 *
 * @param pool the keys
 * @param sampleNanos how long a sample of time lasts at the least, roughly
 */
record Setting(KeyPool pool, long sampleNanos) {}
