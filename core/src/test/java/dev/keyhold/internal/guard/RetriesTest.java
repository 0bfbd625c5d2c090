package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static dev.keyhold.internal.wait.Mode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a transaction becomes more patient. */
class RetriesTest extends GuardTableFixture {
  @Test
  void retries_growFromWhatIsTouchedToTheWholeDatabase() {
    Retries retries = new Retries();
    assertThat(retries.claimFirst(table)).isNull();
    retries.key(bytes("a"), 1, EXCLUSIVE);
    retries.key(bytes("a"), 1, SHARED);
    retries.key(bytes("b"), 2, SHARED);
    retries.range(bytes("x"), bytes("y"), SHARED);
    assertThat(retries.again()).isTrue();
    assertThat(retries.claimFirst(table)).as("second attempt").isNull();
    for (int attempt = 3; attempt <= 8; attempt++) {
      assertThat(retries.again()).isTrue();
      Claim touched = retries.claimFirst(table);
      assertThat(touched).isNotNull();
      if (touched != null) {
        assertThat(touched.covers(bytes("a"))).isEqualTo(EXCLUSIVE);
        assertThat(touched.covers(bytes("b"))).isEqualTo(SHARED);
        assertThat(touched.covers(bytes("xx"))).isEqualTo(SHARED);
        assertThat(touched.covers(bytes("c"))).isNull();
      }
    }
    for (int attempt = 9; attempt <= 100; attempt++) {
      assertThat(retries.again()).isTrue();
      assertThat(retries.claimFirst(table)).hasToString("all keys of database 'test'");
    }
    assertThat(retries.again()).as("after the hundredth").isFalse();
  }

  @Test
  void retries_ofATransactionThatTouchedNothing_claimNothingFirst() {
    Retries retries = new Retries();
    retries.again();
    retries.again();
    assertThat(retries.claimFirst(table)).isNull();
    assertThat(new Retries().age()).as("younger").isGreaterThan(retries.age());
  }
}
