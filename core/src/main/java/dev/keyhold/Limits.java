package dev.keyhold;

/**
 * How large what a database holds may be. What is inside of a value has limits of its own: {@link
 * dev.keyhold.json.JsonLimits}.
 */
public final class Limits {
  private static final int KEY_BYTES_MAX = 64 << 10;

  private static final int VALUE_BYTES_MAX = 64 << 20;

  private Limits() {}

  /**
   * The most bytes a value may have as minified text: 67,108,864. A value is read, copied and sent
   * as a whole, and one of 64 MiB takes some tens of milliseconds for each; what is larger is
   * several values.
   */
  public static int valueBytesMax() {
    return VALUE_BYTES_MAX;
  }

  /**
   * The most bytes a key may have in UTF-8: 65,536. Keys are compared on each way through the index
   * and held whole in memory, so they are names, not documents; 64 KiB is far above any name, and a
   * length up to it fits beside the key wherever keys are written.
   */
  public static int keyBytesMax() {
    return KEY_BYTES_MAX;
  }
}
