package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;

/**
 * What stands in the table for one held key: the hold itself. A guard on one key is its own token;
 * a guard on several keys has one for each; a plain write uses the entry that it is about to write,
 * so that it allocates nothing.
 *
 * <p>The defaults are those of a plain write: exclusive, of nobody, and so with nothing that it
 * could wait for in turn. Nothing but the table's own tokens may have an owner or share.
 *
 * <p>Called while the table's latch is held: implementations return fields.
 */
public interface Token {
  /** The key in UTF-8; its bytes never change. */
  byte[] key();

  /** A hash of the key, the same for all tokens of the key in one table. */
  int keyHash();

  /** {@link Mode#SHARED} or {@link Mode#EXCLUSIVE}. */
  default Mode mode() {
    return Mode.EXCLUSIVE;
  }

  /** Whose it is; {@link Owner#NOBODY}: a plain write. */
  default long owner() {
    return Owner.NOBODY;
  }
}
