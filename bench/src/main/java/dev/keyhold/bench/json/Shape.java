package dev.keyhold.bench.json;

/** A kind of document. Where nothing else is said they are minified. */
enum Shape {
  /** An object of six members, strings all; one in a file of many. */
  CITY("100 B"),

  /** An array of forty cities. */
  CITIES("4 KB of cities"),

  /** Objects in objects, with what browsers can do. */
  FEATURE("4 KB"),

  /** As {@link #FEATURE}, with line breaks and two spaces for each level. */
  FEATURE_PRETTY("4 KB pretty-printed"),

  /** Titles and paragraphs in four languages. */
  ARTICLE("4 KB non-ASCII"),

  /** Two features of 2 KB with a member {@code count} between them. */
  COUNT_MIDDLE("4 KB, middle member"),

  /** Two features of 2 KB with a member {@code count} behind them. */
  COUNT_LAST("4 KB, last member"),

  /** Features in one document. */
  FEATURES("1 MB");

  private final String words;

  Shape(String words) {
    this.words = words;
  }

  /** For the row. */
  String words() {
    return words;
  }
}
