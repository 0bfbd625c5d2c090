package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Makes sure that both sides do the same before anybody asks who is faster. */
final class Agreement {
  private static final int PREVIEW_CHARS = 60;

  private Agreement() {}

  /**
   * Does each document once on both sides.
   *
   * @throws BenchException the results differ
   */
  static void require(JsonRow row, Operation ours, Operation peer, int documents) {
    for (int i = 0; i < documents; i++) {
      Json one = json(ours.on(i));
      Json other = json(peer.on(i));
      if (!one.equals(other)) {
        throw new BenchException(
            "%s: document %d gives %s here and %s there"
                .formatted(row.id(), i, one.preview(PREVIEW_CHARS), other.preview(PREVIEW_CHARS)));
      }
    }
  }

  /** What a result stands for, whichever library it is of. */
  private static Json json(Object result) {
    return switch (result) {
      case byte[] text -> Json.parse(text);
      case ByteArrayOutputStream out -> Json.parse(out.toByteArray());
      case JsonNode node -> Json.parse(node.toString());
      case List<?> list -> Json.of(list);
      default -> Json.of(result);
    };
  }
}
