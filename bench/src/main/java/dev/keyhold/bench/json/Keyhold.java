package dev.keyhold.bench.json;

import dev.keyhold.json.Json;
import dev.keyhold.json.JsonMember;
import dev.keyhold.json.JsonPatch;
import dev.keyhold.json.JsonPath;
import dev.keyhold.json.JsonPointer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What our values do. */
final class Keyhold {
  private Keyhold() {}

  /** Checks a text, minifies it, and keeps it as a value. */
  static Operation parse(List<byte[]> texts) {
    byte[][] sources = texts.toArray(byte[][]::new);
    return i -> Json.parse(sources[i]);
  }

  private static Json[] values(List<byte[]> texts) {
    return texts.stream().map(Json::parse).toArray(Json[]::new);
  }

  /** The last scalar of a document, where it stands. */
  static JsonPointer last(Json value) {
    JsonPointer pointer = JsonPointer.ROOT;
    Json at = value;
    while ((at.isObject() || at.isArray()) && at.size() > 0) {
      if (at.isArray()) {
        pointer = pointer.append(at.size() - 1);
      } else {
        String name = "";
        for (JsonMember member : at.members()) {
          name = member.name();
        }
        pointer = pointer.append(name);
      }
      at = value.at(pointer);
    }
    return pointer;
  }

  /** Takes the last scalar out of a value. */
  static Operation read(List<byte[]> texts) {
    Json[] values = values(texts);
    JsonPointer[] pointers =
        texts.stream().map(Json::parse).map(Keyhold::last).toArray(JsonPointer[]::new);
    return i -> values[i].at(pointers[i]);
  }

  /** Takes the last scalar, a string, out of a value, and unescapes it. */
  static Operation readString(List<byte[]> texts) {
    Json[] values = values(texts);
    JsonPointer[] pointers =
        texts.stream().map(Json::parse).map(Keyhold::last).toArray(JsonPointer[]::new);
    return i -> values[i].at(pointers[i]).asString();
  }

  /** All that a query finds. */
  static Operation query(List<byte[]> texts, String query) {
    Json[] values = values(texts);
    JsonPath path = JsonPath.parse(query);
    return i -> path.select(values[i]);
  }

  /** Adds 1 to the member {@code count}. */
  static Operation increment(List<byte[]> texts) {
    Json[] values = values(texts);
    return i -> values[i].increment("/count", 1);
  }

  /** Applies a patch. */
  static Operation patch(List<byte[]> texts, String patch) {
    Json[] values = values(texts);
    JsonPatch parsed = JsonPatch.parse(patch);
    return i -> parsed.apply(values[i]);
  }

  /** The text as an array. */
  static Operation toBytes(List<byte[]> texts) {
    Json[] values = values(texts);
    return i -> values[i].toBytes();
  }

  /** The text to a stream. */
  static Operation writeTo(List<byte[]> texts) {
    Json[] values = values(texts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return i -> {
      out.reset();
      try {
        values[i].writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out;
    };
  }
}
