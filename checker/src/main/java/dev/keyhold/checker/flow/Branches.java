package dev.keyhold.checker.flow;

/** What may be so when a condition holds, and when it does not. */
public record Branches(State whenTrue, State whenFalse) {

  public Branches negated() {
    return new Branches(/* whenTrue= */ whenFalse, /* whenFalse= */ whenTrue);
  }
}
