package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.Seeds;
import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.LimitException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that come from streams and channels, and go to them. */
class JsonStreamTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(utf8(text));
  }

  private static ReadableByteChannel channel(String text) {
    return Channels.newChannel(stream(text));
  }

  /** Gives a few bytes at a time, and remembers the arrays it put them into. */
  private static final class Trickle extends InputStream {
    private final byte[] bytes;
    private final RandomGenerator random;
    private int given;
    private byte[] seen = {};

    Trickle(byte[] bytes, RandomGenerator random) {
      this.bytes = bytes;
      this.random = random;
    }

    @Override
    public int read() {
      return given == bytes.length ? -1 : bytes[given++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int room) {
      seen = into;
      if (given == bytes.length) {
        return -1;
      }
      int count = Math.min(Math.min(room, 1 + random.nextInt(5000)), bytes.length - given);
      System.arraycopy(bytes, given, into, from, count);
      given += count;
      return count;
    }
  }

  /** Spaces without end; counts those that were taken. */
  private static final class Endless extends InputStream {
    private long given;

    @Override
    public int read() {
      given++;
      return ' ';
    }

    @Override
    public int read(byte[] into, int from, int room) {
      Arrays.fill(into, from, from + room, (byte) ' ');
      given += room;
      return room;
    }
  }

  @Test
  void text_fromAStreamOrChannel_isWhatItsBytesAre() throws IOException {
    String text = " { \"a\" : [ 1.10 , \"\\u00e9😀\" ] , \"a\" : 2 } ";
    assertThat(Json.parse(stream(text))).hasToString("{\"a\":2}");
    assertThat(Json.parse(channel(text))).hasToString("{\"a\":2}");
    assertThat(Json.parse(stream("0"))).hasToString("0");
    assertThat(Json.parse(channel("\"é\""))).hasToString("\"é\"");
  }

  @Test
  void textOfEverySizeAroundTheChunks_inPieces_arrivesWhole() throws IOException {
    RandomGenerator random = Seeds.random(this);
    for (int size : new int[] {8191, 8192, 8193, 24_575, 24_576, 24_577, 3 << 20}) {
      byte[] text = new byte[size];
      for (int i = 0; i < size; i++) {
        text[i] = (byte) ('a' + random.nextInt(26));
      }
      text[0] = '"';
      text[size - 1] = '"';
      Trickle stream = new Trickle(text, random);
      Json json = Json.parse(stream);
      assertThat(Arrays.equals(json.toBytes(), text)).as("%,d bytes", size).isTrue();
      Arrays.fill(stream.seen, (byte) '?');
      assertThat(Arrays.equals(json.toBytes(), text))
          .as("what the stream does to its arrays later is nothing to the value")
          .isTrue();
    }
  }

  @Test
  void malformedText_fromAStreamOrChannel_isRefusedAsItsBytesAre() {
    // What comes before the error is longer than a chunk, and is overwritten before it is found.
    String text = "[\n" + " \"\\u0041é\" ,\r\n".repeat(2000) + "  \"😀\", x]";
    JsonParseException expected = refusal(text);
    assertThat(expected.line()).isEqualTo(2002);
    assertThat(expected.column()).isEqualTo(8);
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> Json.parse(stream(text)))
        .withMessage(expected.getMessage())
        .satisfies(failure -> {
          assertThat(failure.line()).isEqualTo(expected.line());
          assertThat(failure.column()).isEqualTo(expected.column());
          assertThat(failure.byteOffset()).isEqualTo(expected.byteOffset());
        });
    assertThatThrownBy(() -> Json.parse(channel(text))).hasMessage(expected.getMessage());
    assertThatThrownBy(() -> Json.parse(stream(""))).hasMessage(refusal("").getMessage());
  }

  private static JsonParseException refusal(String text) {
    try {
      throw new AssertionError("accepted: " + Json.parse(text));
    } catch (JsonParseException refused) {
      return refused;
    }
  }

  @Test
  void text_atTheLimit_isReadAndOneByteMoreIsRefused() throws IOException {
    JsonLimits limits = JsonLimits.DEFAULT.withTextBytesMax(10);
    assertThat(Json.parse(stream("\"12345678\""), limits).byteLength()).isEqualTo(10);
    assertThat(Json.parse(channel("\"12345678\""), limits).byteLength()).isEqualTo(10);
    String refusal = "the JSON text is 11 bytes or more; the limit is 10 (JsonLimits.textBytesMax)";
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> Json.parse(stream("\"123456789\""), limits))
        .withMessage(refusal);
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> Json.parse(channel("\"123456789\""), limits))
        .withMessage(refusal);
  }

  @Test
  void streamWithoutEnd_isRefusedOneByteBehindTheLimit() {
    for (int limit : new int[] {1, 8191, 8192, 100_000, JsonLimits.DEFAULT.textBytesMax()}) {
      Endless endless = new Endless();
      assertThatExceptionOfType(LimitException.class)
          .isThrownBy(() -> Json.parse(endless, JsonLimits.DEFAULT.withTextBytesMax(limit)))
          .withMessageContaining("the limit is %,d (JsonLimits.textBytesMax)", limit);
      assertThat(endless.given).isEqualTo(limit + 1L);
    }
  }

  @Test
  void depthAndDigits_fromAStream_areLimitedAsEverywhere() {
    JsonLimits limits = new JsonLimits(2, 100, 3);
    assertThatThrownBy(() -> Json.parse(stream("[[[]]]"), limits))
        .hasMessage("the value at byte 2 is at depth 3; the limit is 2 (JsonLimits.depthMax)");
    assertThatThrownBy(() -> Json.parse(stream("1234"), limits))
        .hasMessage(
            "the number at byte 0 has 4 digits; the limit is 3 (JsonLimits.numberDigitsMax)");
  }

  @Test
  void failureOfAStream_comesThroughAsItIs() {
    IOException broken = new IOException("the line is cut");
    InputStream stream =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }

          @Override
          public int read(byte[] into, int from, int room) throws IOException {
            throw broken;
          }
        };
    assertThatThrownBy(() -> Json.parse(stream)).isSameAs(broken);
    assertThatThrownBy(() -> Json.parse(Channels.newChannel(stream))).isSameAs(broken);
    WritableByteChannel full =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer bytes) throws IOException {
            throw broken;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> Json.TRUE.writeTo(full)).isSameAs(broken);
  }

  @Test
  void sourcesAndTargets_stayOpen() throws IOException {
    try (ReadableByteChannel source = channel("[1]")) {
      assertThat(Json.parse(source)).hasToString("[1]");
      assertThat(source.isOpen()).isTrue();
    }
    try (WritableByteChannel target = Channels.newChannel(new ByteArrayOutputStream())) {
      Json.TRUE.writeTo(target);
      assertThat(target.isOpen()).isTrue();
    }
  }

  @Test
  void channelInNonBlockingMode_isRefusedInsteadOfAskedForever() throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      sink.configureBlocking(false);
      sink.write(ByteBuffer.wrap(utf8("[1,")));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> Json.parse(source))
          .withMessage(
              "behind byte 3 of the JSON text there is nothing to read now, and it is not the end;"
                  + " use a channel in blocking mode");
      Json large = Json.of("x".repeat(8 << 20));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> large.writeTo(sink))
          .withMessageEndingWith("bytes of JSON text that were left; use one in blocking mode");
    }
  }

  @Test
  void value_writtenToAFile_isReadBackTheSame(@TempDir Path directory) throws IOException {
    Json json = Json.of("é".repeat(100_000));
    Path file = directory.resolve("value.json");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      json.writeTo(out);
    }
    try (FileChannel in = FileChannel.open(file)) {
      assertThat(Json.parse(in)).isEqualTo(json);
    }
  }

  @Test
  void channelThatTakesNothingMore_isRefusedWithWhatIsLeft() {
    WritableByteChannel narrow =
        new WritableByteChannel() {
          private boolean full;

          @Override
          public int write(ByteBuffer bytes) {
            int taken = full ? 0 : 3;
            bytes.position(bytes.position() + taken);
            full = true;
            return taken;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> Json.of("x".repeat(2000)).writeTo(narrow))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the channel took none of the 1,999 bytes of JSON text that were left; use one in"
                + " blocking mode");
  }

  @Test
  void streamThatIsWrittenTo_getsWholeChunksAndNoEmptyOne() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            lengths.add(1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            lengths.add(length);
          }
        };
    Json.of("x".repeat(2 * 8192 - 2)).writeTo(out);
    assertThat(lengths).containsExactly(8192, 8192);
  }

  @Test
  void channelThatTakesAByteAtATime_getsAllAndCannotChangeTheValue() throws IOException {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    WritableByteChannel narrow =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer bytes) {
            assertThatThrownBy(() -> bytes.put(0, (byte) '?'))
                .isInstanceOf(ReadOnlyBufferException.class);
            taken.write(bytes.get());
            return 1;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    Json json = Json.parse("{\"a\":[1,2,\"é\"]}");
    json.writeTo(narrow);
    assertThat(taken.toByteArray()).isEqualTo(json.toBytes());
  }
}
