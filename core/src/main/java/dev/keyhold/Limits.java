package dev.keyhold;

/**
 * How large what a database holds may be. Values have limits of their own: {@link
 * dev.keyhold.json.JsonLimits}.
 */
public final class Limits {
  private static final int KEY_BYTES_MAX = 64 << 10;

  private Limits() {}

  /**
   * The most bytes a key may have in UTF-8: 65,536. Keys are compared on each way through the index
   * and held whole in memory, so they are names, not documents; 64 KiB is far above any name, and a
   * length up to it fits beside the key wherever keys are written.
   */
  public static int keyBytesMax() {
    return KEY_BYTES_MAX;
  }
}
