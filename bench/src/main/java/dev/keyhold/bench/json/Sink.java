package dev.keyhold.bench.json;

/** Where results go, so that the compiler cannot leave out the work that made them. */
final class Sink {
  /** Makes of {@link #consume} what the compiler must not look through, at no cost. */
  static final String[] OPTIONS = {
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:CompileCommand=quiet",
    "-XX:CompileCommand=blackhole," + Sink.class.getName() + "::consume"
  };

  private Sink() {}

  /** Uses a result. A blackhole for the compiler, which for that must be static and empty. */
  @SuppressWarnings("unused")
  static void consume(Object result) {}
}
