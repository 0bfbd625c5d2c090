package dev.keyhold;

import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.guard.ClaimBuilder;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.internal.wait.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A request for a guard in this process. */
final class EmbeddedRequest implements GuardRequest {
  private final Engine engine;
  private final ClaimBuilder claims;
  private final List<KeyRange> ranges = new ArrayList<>();

  EmbeddedRequest(Engine engine) {
    this.engine = engine;
    this.claims = engine.table.claims();
  }

  @Override
  public GuardRequest exclusive(String... keys) {
    return exclusive(List.of(keys));
  }

  @Override
  public GuardRequest exclusive(Collection<String> keys) {
    return add(keys, Mode.EXCLUSIVE);
  }

  @Override
  public GuardRequest exclusive(KeyRange range) {
    return add(range, Mode.EXCLUSIVE);
  }

  @Override
  public GuardRequest shared(String... keys) {
    return shared(List.of(keys));
  }

  @Override
  public GuardRequest shared(Collection<String> keys) {
    return add(keys, Mode.SHARED);
  }

  @Override
  public GuardRequest shared(KeyRange range) {
    return add(range, Mode.SHARED);
  }

  private GuardRequest add(Collection<String> keys, Mode mode) {
    for (String key : keys) {
      Keys.require(key);
      claims.key(Utf8.encode(key), key.hashCode(), mode);
    }
    return this;
  }

  private GuardRequest add(KeyRange range, Mode mode) {
    if (!range.isEmpty()) {
      claims.range(range.fromBytes(), range.toBytes(), mode);
      ranges.add(range);
    }
    return this;
  }

  @Override
  public KeyGuard lock() throws InterruptedException {
    Claim claim = claims.build();
    if (!engine.table.acquire(claim, engine.waitNanosMax)) {
      throw engine.timeout(claim.target(), engine.waitMax);
    }
    return granted(claim);
  }

  @Override
  public KeyGuard lockUninterruptibly() {
    Claim claim = claims.build();
    if (!engine.table.acquireUninterruptibly(claim, engine.waitNanosMax)) {
      throw engine.timeout(claim.target(), engine.waitMax);
    }
    return granted(claim);
  }

  @Override
  public Optional<KeyGuard> tryLock() {
    Claim claim = claims.build();
    return engine.table.tryAcquire(claim) ? Optional.of(granted(claim)) : Optional.empty();
  }

  @Override
  public Optional<KeyGuard> tryLock(Duration waitMax) throws InterruptedException {
    if (waitMax.isNegative()) {
      throw new IllegalArgumentException(
          "the time to wait is %s; zero is the least".formatted(waitMax));
    }
    Claim claim = claims.build();
    return engine.table.acquire(claim, Engine.nanos(waitMax))
        ? Optional.of(granted(claim))
        : Optional.empty();
  }

  @Override
  public CompletableFuture<KeyGuard> lockAsync() {
    return engine.table.acquireAsync(claims.build(), null, this::granted);
  }

  private KeyGuard granted(Claim claim) {
    return new EmbeddedGuard(engine, claim, ranges);
  }
}
