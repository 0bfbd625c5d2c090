package dev.keyhold.cli.tour.chapter;

/**
 * A source that the checker refuses, and the same one mended: both compiled in front of the reader.
 */
record Refusal(String offending, String mended) {

  /** Prints both sources and what the compiler says to each. */
  void show(Live live) {
    live.print("-- " + offending);
    live.print("");
    print(live, Javac.source(offending));
    compile(live, offending);
    live.print("");
    live.print("-- " + mended);
    live.print("");
    print(live, Javac.source(mended));
    compile(live, mended);
    live.print("");
    live.print("-- without the check");
    live.print("");
  }

  private static void compile(Live live, String file) {
    live.print("");
    live.print("$ javac -Xplugin:Keyhold " + file);
    Javac.Result result = Javac.compile(file, true);
    result.said().lines().forEach(live::print);
    live.print(
        result.compiled()
            ? "(it compiles: exit status 0)"
            : "(it does not compile: exit status 1)");
  }

  private static void print(Live live, String source) {
    source.lines().forEach(line -> live.print(line.isEmpty() ? "" : "    " + line));
  }
}
