package dev.keyhold.bench.json;

import com.alibaba.fastjson2.JSON;
import java.util.List;

/** The same with fastjson2. */
final class Fastjson {
  private Fastjson() {}

  /** A text becomes maps and lists. */
  static Operation parse(List<byte[]> texts) {
    byte[][] sources = texts.toArray(byte[][]::new);
    return i -> JSON.parse(sources[i]);
  }
}
