/** The {@code keyhold} command. */
module dev.keyhold.cli {
  requires dev.keyhold.core;
  requires dev.keyhold.lab;
  requires dev.keyhold.testkit;
  requires info.picocli;
  requires java.compiler;
  requires static org.jspecify;

  opens dev.keyhold.cli to
      info.picocli;
  opens dev.keyhold.cli.lab to
      info.picocli;
  opens dev.keyhold.cli.tour to
      info.picocli;
  // A chapter inserts a record of its own.
  opens dev.keyhold.cli.tour.chapter to
      tools.jackson.databind;
}
