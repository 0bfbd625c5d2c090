/** The plain database, JSON values and data-owning locks. */
module dev.keyhold.core {
  requires static transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires jdk.jfr;

  exports dev.keyhold.error;
  exports dev.keyhold.internal.wait to
      dev.keyhold.testkit;
}
