/** The plain database, JSON values and data-owning locks. */
@SuppressWarnings({
  "module", // the modules named in qualified exports are built later
  "requires-automatic" // Micrometer has a module name, but no module-info
})
module dev.keyhold.core {
  requires static transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires jdk.jfr;
  requires static micrometer.core;
  requires static java.management;
  requires static jdk.management;

  // The annotations on Json name classes of this package, which Jackson makes.
  opens dev.keyhold.json to
      tools.jackson.databind;

  exports dev.keyhold;
  exports dev.keyhold.check;
  exports dev.keyhold.error;
  exports dev.keyhold.json;
  exports dev.keyhold.metrics;
  exports dev.keyhold.sync;
  exports dev.keyhold.internal.guard to
      dev.keyhold.testkit;
  exports dev.keyhold.internal.wait to
      dev.keyhold.testkit;
}
