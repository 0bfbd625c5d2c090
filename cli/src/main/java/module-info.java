/** The {@code keyhold} command. */
module dev.keyhold.cli {
  requires info.picocli;
  requires static org.jspecify;

  opens dev.keyhold.cli to
      info.picocli;
  opens dev.keyhold.cli.command to
      info.picocli;
}
