package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;

/**
 * A version for a key, to be committed.
 *
 * @param entry of which the committing task holds the key exclusively
 * @param next not committed before
 */
public record Write(Entry<Version> entry, Version next) {}
