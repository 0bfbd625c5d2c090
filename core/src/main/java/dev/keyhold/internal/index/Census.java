package dev.keyhold.internal.index;

/**
 * What an index consists of.
 *
 * @param entries how many keys
 * @param leaves how many leaves
 * @param inners how many nodes above them
 * @param height how many nodes from the root to a leaf, both included
 * @param leafCapacity for how many entries the leaves have room as they are
 * @param segments of the directory
 * @param slots of all segments
 * @param overflown how many entries are found by the tree alone
 */
public record Census(
    int entries,
    int leaves,
    int inners,
    int height,
    long leafCapacity,
    int segments,
    int slots,
    int overflown) {}
