package dev.keyhold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that the test moves. */
final class HandClock implements InstantSource {
  private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public long millis() {
    return millis.get();
  }

  void pass(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  void pass(long timeMillis) {
    millis.addAndGet(timeMillis);
  }
}
