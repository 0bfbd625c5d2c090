package dev.keyhold.bench.engine;

/**
 * Ours or a peer, behind what they have in common. Each goes through its keys in a loop of its own,
 * so that the compiler sees one kind of map in it.
 */
interface Store {
  /** The bytes of a value's own array, which both sides have. */
  int VALUE_BYTES = 24;

  /** Puts the one value that all share under each key, in place of what may be there. */
  void insert(String[] keys);

  /** Puts a value of eight bytes of its own under each key. */
  void insertOwn(String[] keys);

  /** Looks each key up; how many were found. */
  int get(String[] keys);

  /** Walks through stretches of neighbours; how many entries were met. */
  int scan(KeyPool.Stretches stretches);

  /** Number 0 is "10000000": so many digits, so many bytes. */
  int FIRST_NUMBER = 10_000_000;
}
