package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.LimitException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Between Java objects and JSON text, by Jackson. */
final class JsonConversion {
  /*
   * Jackson converts; what is JSON stays our decision. What it writes goes through the minifier like
   * any other text, and what it reads has been through it. Its limits are opened where ours are the
   * stricter ones, and its leniencies are closed: a fraction cut off, a string taken for a number, an
   * object without properties written as {}.
   *
   * Depth is the one limit that Jackson itself has to keep: an object that holds itself would
   * otherwise never end.
   */
  private static final int PATH_SEGMENTS_MAX = 12;

  private static final JsonMapper MAPPER = mapper();

  private JsonConversion() {}

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.CEILING.depthMax())
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder()
                    .maxNestingDepth(JsonLimits.DEFAULT.depthMax())
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  static Json write(Object value) {
    BoundedBytes bytes = new BoundedBytes();
    try (JsonGenerator generator = new StrictGenerator(MAPPER.createGenerator(bytes))) {
      MAPPER.writer().writeValue(generator, value);
    } catch (JacksonException failure) {
      bytes.requireWithinLimit();
      throw failedToWrite(value, failure.getPath(), reason(failure), failure);
    } catch (JsonConversionException | LimitException failure) {
      throw failure;
    } catch (RuntimeException failure) {
      throw failedToWrite(value, List.of(), failure.toString(), failure);
    } catch (StackOverflowError endless) {
      throw failedToWrite(value, List.of(), "it has no end; does it hold itself?", null);
    }
    bytes.requireWithinLimit();
    try {
      return Json.minify(bytes.toByteArray(), JsonLimits.DEFAULT);
    } catch (Malformed malformed) {
      throw failedToWrite(
          value,
          List.of(),
          "what was written for it is not JSON: " + malformed.getMessage(),
          malformed);
    }
  }

  static <T> T read(byte[] json, Class<T> type) {
    return read(MAPPER.constructType(type), () -> MAPPER.readValue(json, type));
  }

  static <T> T read(byte[] json, TypeReference<T> type) {
    return read(MAPPER.constructType(type), () -> MAPPER.readValue(json, type));
  }

  private static <T> T read(JavaType type, Supplier<@Nullable T> reader) {
    T value;
    try {
      value = reader.get();
    } catch (JacksonException failure) {
      throw failedToRead(type, failure.getPath(), reason(failure), failure);
    } catch (NumberFormatException failure) {
      // Jackson's own, of an exponent that no BigDecimal has.
      String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
      throw failedToRead(type, List.of(), message, failure);
    }
    if (value == null) {
      throw failedToRead(type, List.of(), "it is null; ask isNull() first", null);
    }
    return value;
  }

  private static JsonConversionException failedToWrite(
      Object value,
      List<JacksonException.Reference> references,
      String reason,
      @Nullable Throwable cause) {
    String path = path(references);
    return new JsonConversionException(
        "cannot write %s%s as JSON: %s"
            .formatted(value.getClass().getTypeName(), path.isEmpty() ? "" : " at " + path, reason),
        path,
        cause);
  }

  private static JsonConversionException failedToRead(
      JavaType type,
      List<JacksonException.Reference> references,
      String reason,
      @Nullable Throwable cause) {
    String path = path(references);
    return new JsonConversionException(
        "cannot read JSON%s as %s: %s"
            .formatted(path.isEmpty() ? "" : " at " + path, type.toCanonical(), reason),
        path,
        cause);
  }

  /** The first line of what Jackson says, which has the reason. */
  private static String reason(JacksonException failure) {
    if (failure.getCause() instanceof StackOverflowError) {
      return "it has no end; does it hold itself?";
    }
    String message = failure.getOriginalMessage();
    if (message == null) {
      return failure.toString();
    }
    if (message.startsWith("Document nesting depth")) {
      return "it is nested deeper than %,d (JsonLimits.depthMax); does it hold itself?"
          .formatted(JsonLimits.DEFAULT.depthMax());
    }
    return message.lines().findFirst().orElse("");
  }

  /** {@code user.address[2].street}; of a very long path the beginning. */
  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    int segments = 0;
    for (JacksonException.Reference reference : references) {
      if (segments++ == PATH_SEGMENTS_MAX) {
        return path.append("…").toString();
      }
      String name = reference.getPropertyName();
      if (name == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.toString();
  }

  /** Collects what is written, up to the limit. */
  private static final class BoundedBytes extends ByteArrayOutputStream {
    private boolean overflown;

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      if (overflown || count + length > JsonLimits.DEFAULT.textBytesMax()) {
        overflown = true;
        requireWithinLimit();
      }
      super.write(bytes, from, length);
    }

    @Override
    public synchronized void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    private void requireWithinLimit() {
      if (overflown) {
        throw new LimitException(
            "the JSON text of the value is longer than %,d bytes (JsonLimits.textBytesMax)"
                .formatted(JsonLimits.DEFAULT.textBytesMax()));
      }
    }
  }
}
