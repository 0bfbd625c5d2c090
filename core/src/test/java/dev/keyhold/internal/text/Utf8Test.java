package dev.keyhold.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  @ParameterizedTest
  @CsvSource({
    "'',-1",
    "a,-1",
    "\ud800,0",
    "a\udc00,1",
    "😀\ud800x,2",
    "\ud800\ud800\udc00,0",
    "😀\udc00,2"
  })
  void unpairedSurrogate_inAText_isFoundAtItsIndex(String text, int index) {
    assertThat(Utf8.unpairedSurrogate(text)).isEqualTo(index);
  }

  @Test
  void unpairedSurrogate_encoded_becomesThreeBytesThatNoCheckerAccepts() {
    byte[] bytes = Utf8.encode("é\ud800x");
    assertThat(bytes).containsExactly(0xC3, 0xA9, 0xED, 0xA0, 0x80, 'x');
    assertThat(Utf8.length("é\ud800x")).isEqualTo(bytes.length);
    assertThat(Utf8.sequence(bytes, 2, bytes.length)).isZero();
  }

  @Test
  void everyCodePoint_putAndChecked_agreesWithTheJdk() {
    byte[] bytes = new byte[4];
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      int length = Utf8.put(bytes, 0, codePoint);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        assertThat(Utf8.sequence(bytes, 0, length)).isZero();
      } else {
        assertThat(Utf8.sequence(bytes, 0, length)).isEqualTo(length);
        assertThat(new String(bytes, 0, length, StandardCharsets.UTF_8).codePointAt(0))
            .isEqualTo(codePoint);
      }
    }
  }

  @Test
  void everyPairOfBytes_checked_isAcceptedAsTheJdkDecodesIt() {
    for (int first = 0x80; first < 0x100; first++) {
      for (int second = 0; second < 0x100; second++) {
        byte[] bytes = {(byte) first, (byte) second, (byte) 0x80, (byte) 0x80};
        int length = Utf8.sequence(bytes, 0, bytes.length);
        String decoded = new String(bytes, 0, Math.max(length, 1), StandardCharsets.UTF_8);
        assertThat(decoded.equals("\uFFFD")).as("%02X %02X", first, second).isEqualTo(length == 0);
        assertThat(decoded.codePointCount(0, decoded.length())).isEqualTo(1);
      }
    }
  }
}
