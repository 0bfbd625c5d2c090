package dev.keyhold.json;

import dev.keyhold.error.JsonMissingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a {@link Json} is made of, part by part. */
final class JsonParts {
  /** How much of a text leaves in one piece. */
  private static final int CHUNK_BYTES = 8192;

  /** The JDK copies what a file or socket is given, and keeps that copy's memory for the next. */
  private static final int CHANNEL_CHUNK_BYTES = 64 << 10;

  private JsonParts() {}

  static Iterator<Json> elements(Json array) {
    return new Parts<>(array, array::slice);
  }

  static Iterator<JsonMember> members(Json object) {
    byte[] text = object.text();
    return new Parts<>(
        object,
        from -> {
          int nameEnd = JsonScan.skipString(text, from);
          return new JsonMember(
              JsonStrings.unquote(text, from, nameEnd), object.slice(nameEnd + 1));
        });
  }

  static Iterator<String> names(Json object) {
    byte[] text = object.text();
    return new Parts<>(
        object, from -> JsonStrings.unquote(text, from, JsonScan.skipString(text, from)));
  }

  static <P> Stream<P> stream(Iterable<P> parts) {
    int kind = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(parts.iterator(), kind), false);
  }

  /** Walks the elements or members of a container. */
  private static final class Parts<P> implements Iterator<P> {
    private final byte[] text;
    private final @Nullable JsonIndex index;
    private final IntFunction<P> part;

    /** Where the next part begins; 0 if there is none. */
    private int next;

    Parts(Json container, IntFunction<P> part) {
      this.text = container.text();
      this.index = container.index();
      this.part = part;
      this.next = text.length == 2 ? 0 : 1;
    }

    @Override
    public boolean hasNext() {
      return next != 0;
    }

    @Override
    public P next() {
      if (next == 0) {
        throw new NoSuchElementException();
      }
      P result = part.apply(next);
      int value = text[0] == '{' ? JsonScan.skipString(text, next) + 1 : next;
      int end = JsonScan.skip(text, index, value);
      next = text[end] == ',' ? end + 1 : 0;
      return result;
    }
  }

  /** Says how far a pointer leads, and what is there. */
  static JsonMissingException missing(Json value, JsonPointer pointer, int failed) {
    JsonPointer reached = pointer.first(failed);
    Json there = value.at(reached);
    String token = pointer.tokens().get(failed);
    String place = failed == 0 ? "the value" : "the value at " + reached;
    String reason =
        switch (there.kind()) {
          case OBJECT -> "%s has no member %s".formatted(place, Json.of(token).preview(80));
          case ARRAY ->
              "%s is an array of %,d and has no element %s"
                  .formatted(place, there.size(), Json.of(token).preview(80));
          default -> "%s is %s and has no parts".formatted(place, there.kind().words());
        };
    return new JsonMissingException(
        "there is nothing at '%s': %s; find() gives an Optional".formatted(pointer, reason),
        pointer.toString());
  }

  static void writeTo(byte[] text, OutputStream out) throws IOException {
    for (int from = 0; from < text.length; from += CHUNK_BYTES) {
      int to = Math.min(text.length, from + CHUNK_BYTES);
      out.write(Arrays.copyOfRange(text, from, to));
    }
  }

  static void writeTo(byte[] text, WritableByteChannel out) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text).asReadOnlyBuffer();
    while (bytes.position() < text.length) {
      bytes.limit(Math.min(text.length, bytes.position() + CHANNEL_CHUNK_BYTES));
      if (out.write(bytes) == 0) {
        throw new IllegalStateException(
            "the channel took none of the %,d bytes of JSON text that were left; use one in blocking mode"
                .formatted(text.length - bytes.position()));
      }
    }
  }
}
