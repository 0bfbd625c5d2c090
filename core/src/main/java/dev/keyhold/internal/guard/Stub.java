package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import org.jspecify.annotations.Nullable;

/** The place of a range in a lane. */
final class Stub extends Item {
  final Span span;

  // Neighbours in the list of its span's stubs.

  private @Nullable Stub previousStub;
  private @Nullable Stub nextStub;

  /** Puts itself into its span's list. */
  Stub(Lane lane, Span span) {
    super(lane, null);
    this.span = span;
    nextStub = span.firstStub;
    if (nextStub != null) {
      nextStub.previousStub = this;
    }
    span.firstStub = this;
  }

  /** Takes itself out of it. */
  void detach() {
    if (previousStub == null) {
      span.firstStub = nextStub;
    } else {
      previousStub.nextStub = nextStub;
    }
    if (nextStub != null) {
      nextStub.previousStub = previousStub;
    }
  }

  @Nullable Stub nextStub() {
    return nextStub;
  }

  @Override
  Mode mode() {
    return span.mode();
  }

  @Override
  Claim claim() {
    return span.claim();
  }

  @Override
  boolean isOneOfMany() {
    return true;
  }
}
