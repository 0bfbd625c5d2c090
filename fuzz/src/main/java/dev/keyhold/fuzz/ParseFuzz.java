package dev.keyhold.fuzz;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonMember;
import dev.keyhold.json.JsonPointer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole input is JSON text, or is not. */
public final class ParseFuzz {
  private static final JsonMapper JACKSON = JsonMapper.shared();

  private ParseFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Json json;
    try {
      json = Json.parse(data);
    } catch (JsonParseException refused) {
      Input.require(
          refused.byteOffset() >= 0 && refused.byteOffset() <= data.length, "a place within");
      requireRefused(text);
      return;
    } catch (LimitException refused) {
      return;
    }
    Input.require(json.byteLength() <= data.length, "minified is not longer");
    Input.require(json.equals(Json.parse(text)), "the same as a string");
    Json again = Json.parse(json.toString());
    Input.require(again.toString().equals(json.toString()), "minified stays as it is");
    Input.require(again.equals(json) && again.hashCode() == json.hashCode(), "equal to itself");
    JACKSON.readTree(json.toBytes());
    parts(json);
    node(json);
  }

  private static void requireRefused(String text) {
    if (text.indexOf('\uFFFD') >= 0) {
      return;
    }
    try {
      Json.parse(text);
    } catch (JsonParseException | LimitException refused) {
      return;
    }
    throw new AssertionError("refused as bytes, and not as a string");
  }

  private static void parts(Json json) {
    int count = 0;
    if (json.isArray()) {
      for (Json element : json.elements()) {
        Input.require(json.at(JsonPointer.ROOT.append(count++)).equals(element), "element");
      }
      Input.require(json.size() == count, "size");
    } else if (json.isObject()) {
      for (JsonMember member : json.members()) {
        Json found = json.at(JsonPointer.ROOT.append(member.name()));
        Input.require(found.equals(member.value()), "member");
        count++;
      }
      Input.require(json.size() == count, "size");
    } else if (json.isString()) {
      Input.require(Json.of(json.asString()).toString().equals(json.toString()), "string");
    }
  }

  private static void node(Json json) {
    JsonNode node;
    try {
      node = json.toNode();
    } catch (JsonConversionException nullOrHugeExponent) {
      return;
    }
    try {
      Input.require(Json.of(node).equals(json), "back from Jackson's tree");
    } catch (LimitException writtenLonger) {
      // Jackson writes 1e9 as 1E+9.
    }
  }
}
