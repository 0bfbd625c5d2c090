/** Compares ways of sharing data between tasks, on real input. */
@SuppressWarnings("requires-automatic") // HdrHistogram has a module name, but no module-info
module dev.keyhold.lab {
  requires static transitive org.jspecify;
  requires transitive dev.keyhold.core;
  requires HdrHistogram;

  exports dev.keyhold.lab.compare;
  exports dev.keyhold.lab.data;
}
