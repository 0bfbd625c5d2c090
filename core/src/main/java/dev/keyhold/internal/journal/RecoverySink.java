package dev.keyhold.internal.journal;

/**
 * Takes what is recovered, on one thread: all entries of the checkpoint first, in its order, then
 * the writes of the commits after it, in theirs. The arrays are the taker's to keep.
 */
public interface RecoverySink {
  /**
   * An entry of the checkpoint.
   *
   * @param value minified JSON text
   * @param revision that wrote it
   * @param created the revision that put a value under the key when it held none
   * @param expiryMillis since 1970; {@link Long#MAX_VALUE}: never
   */
  void entry(byte[] key, byte[] value, long revision, long created, long expiryMillis);

  /** A value was put under a key, in the place of what was there. */
  void put(byte[] key, byte[] value, long revision, long expiryMillis);

  /**
   * A key was emptied.
   *
   * @param expired because its time was over, and nobody's wish
   */
  void remove(byte[] key, long revision, boolean expired);
}
