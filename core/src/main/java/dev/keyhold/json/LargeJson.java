package dev.keyhold.json;

/** A large container, with an index of its text. */
final class LargeJson extends Json {
  private final JsonIndex index;

  LargeJson(byte[] minified, JsonIndex index) {
    super(minified);
    this.index = index;
  }

  @Override
  JsonIndex index() {
    return index;
  }
}
