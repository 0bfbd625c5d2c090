package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.sync.Await;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A table that has to be empty and whole after each test, and ways to ask it for things. */
abstract class GuardTableFixture {
  static final long FOR_EVER = Long.MAX_VALUE;

  final GuardTable table;

  GuardTableFixture() {
    this(64);
  }

  GuardTableFixture(int slots) {
    table = new GuardTable("test", slots);
  }

  @AfterEach
  void i9_nothingIsLeft() {
    assertThat(table.check()).isEmpty();
    Await.until("an empty table: " + table.report(), table::isEmpty);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  static byte @Nullable [] bound(@Nullable String key) {
    return key == null ? null : bytes(key);
  }

  Claim key(String key, Mode mode) {
    return table.claim(bytes(key), key.hashCode(), mode);
  }

  Claim keys(String... keys) {
    ClaimBuilder claims = table.claims();
    for (String key : keys) {
      claims.key(bytes(key), key.hashCode(), EXCLUSIVE);
    }
    return claims.build();
  }

  Claim range(@Nullable String from, @Nullable String to, Mode mode) {
    return table.claims().range(bound(from), bound(to), mode).build();
  }

  Claim all(Mode mode) {
    return table.claims().all(mode).build();
  }

  /** Asks, without waiting. */
  CompletableFuture<Claim> ask(Claim claim) {
    CompletableFuture<Claim> asked = table.acquireAsync(claim, null, granted -> granted);
    assertThat(table.check()).isEmpty();
    return asked;
  }

  /** The same in a task's name, which is taken to wait. */
  CompletableFuture<Claim> ask(Claim claim, Owner task) {
    return table.acquireAsync(claim, task, granted -> granted);
  }

  /** What was granted; of several at once, some are told on threads of their own. */
  static Claim granted(CompletableFuture<Claim> asked) {
    Await.until("granted", asked::isDone);
    return asked.resultNow();
  }

  /** Takes it, which must be possible at once. */
  Claim held(Claim claim) {
    assertThat(table.tryAcquire(claim)).as("free: %s in %s", claim, table.report()).isTrue();
    return claim;
  }

  /** Returns once so many claims wait. */
  void awaitWaiters(int count) {
    Await.until(count + " wait", () -> table.report().waiters().size() == count);
  }

  /** An entry that a plain write writes. */
  static final class Entry implements Token {
    private final String key;

    Entry(String key) {
      this.key = key;
    }

    @Override
    public byte[] key() {
      return bytes(key);
    }

    @Override
    public int keyHash() {
      return key.hashCode();
    }
  }

  static Entry entry(String key) {
    return new Entry(key);
  }
}
