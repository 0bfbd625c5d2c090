package dev.keyhold.bench.json;

import dev.keyhold.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The same with Jackson's tree. */
final class Jackson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Jackson() {}

  /** A text becomes a tree. */
  static Operation parse(List<byte[]> texts) {
    byte[][] sources = texts.toArray(byte[][]::new);
    return i -> MAPPER.readTree(sources[i]);
  }

  private static JsonNode[] trees(List<byte[]> texts) {
    return texts.stream().map(MAPPER::readTree).toArray(JsonNode[]::new);
  }

  private static JsonPointer[] last(List<byte[]> texts) {
    return texts.stream()
        .map(text -> JsonPointer.compile(Keyhold.last(Json.parse(text)).toString()))
        .toArray(JsonPointer[]::new);
  }

  /** The last scalar of a tree that is there already. */
  static Operation readParsed(List<byte[]> texts) {
    JsonNode[] trees = trees(texts);
    JsonPointer[] pointers = last(texts);
    return i -> trees[i].at(pointers[i]);
  }

  /** The last scalar, a string, of a tree that is there already. */
  static Operation readStringParsed(List<byte[]> texts) {
    JsonNode[] trees = trees(texts);
    JsonPointer[] pointers = last(texts);
    return i -> trees[i].at(pointers[i]).stringValue();
  }

  /** A text becomes a tree, of which the last scalar is taken. */
  static Operation parseAndRead(List<byte[]> texts) {
    byte[][] sources = texts.toArray(byte[][]::new);
    JsonPointer[] pointers = last(texts);
    return i -> MAPPER.readTree(sources[i]).at(pointers[i]);
  }

  /** A text becomes a tree, that is changed, and a text again. */
  static Operation edit(List<byte[]> texts, Consumer<ObjectNode> edit) {
    byte[][] sources = texts.toArray(byte[][]::new);
    return i -> {
      ObjectNode tree = (ObjectNode) MAPPER.readTree(sources[i]);
      edit.accept(tree);
      return MAPPER.writeValueAsBytes(tree);
    };
  }

  /** Adds 1 to the member {@code count}. */
  static void increment(ObjectNode tree) {
    tree.put("count", tree.get("count").longValue() + 1);
  }

  /** A tree that is there already becomes an array. */
  static Operation toBytes(List<byte[]> texts) {
    JsonNode[] trees = trees(texts);
    return i -> MAPPER.writeValueAsBytes(trees[i]);
  }

  /** A tree that is there already goes to a stream. */
  static Operation writeTo(List<byte[]> texts) {
    JsonNode[] trees = trees(texts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return i -> {
      out.reset();
      MAPPER.writeValue(out, trees[i]);
      return out;
    };
  }
}
