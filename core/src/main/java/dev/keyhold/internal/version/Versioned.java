package dev.keyhold.internal.version;

import org.jspecify.annotations.Nullable;

/** Something that has versions: what stands under one key. */
public interface Versioned {
  /** The newest version, committed or about to be; null before the first. A volatile read. */
  @Nullable Version head();

  /**
   * A new version goes on top. Called by {@link Timeline} alone, for whoever holds the key
   * exclusively. A volatile write.
   */
  void head(Version next);

  /** The bytes of its key, for accounts. */
  int keyBytes();
}
