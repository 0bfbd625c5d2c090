package dev.keyhold.bench.json;

/** Something that is done with one document after the other. */
@FunctionalInterface
interface Operation {
  /**
   * Does it once.
   *
   * @param document index of the document
   * @return what came of it, in the library's own form
   */
  Object on(int document);
}
