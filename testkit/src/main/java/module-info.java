/** Programs of concurrent tasks, run in real time or in virtual time under a seed. */
module dev.keyhold.testkit {
  requires transitive dev.keyhold.core;
  requires static transitive org.jspecify;

  exports dev.keyhold.testkit;
}
