package dev.keyhold.json;

/** The text of an array or object that is being built, and how deep it is. */
final class ContainerText {
  /*
   * The closing bracket is missing until somebody asks for the value, and gets a copy; it is counted
   * from the start. What would break a limit is refused before anything of it has been written.
   */
  private static final int CAPACITY = 64;

  private final JsonLimits limits;
  private final JsonText text;
  private final String what;

  ContainerText(char opening, JsonLimits limits) {
    this.limits = limits;
    this.text = new JsonText(CAPACITY).put(opening);
    this.what = opening == '{' ? "the object being built" : "the array being built";
    limits.requireText(2);
  }

  void element(Json value) {
    requireDepth(1, value);
    reserve(value.byteLength());
    text.next().put(value.text());
  }

  /** Where the name begins. */
  int member(byte[] name, Json value) {
    requireDepth(1, value);
    reserve(name.length + 1L + value.byteLength());
    int from = text.next().length();
    text.put(name).put(':').put(value.text());
    return from;
  }

  /** Takes over what is in another container of the same kind; where that begins. */
  int parts(Json container) {
    byte[] other = container.text();
    if (other.length == 2) {
      return text.length();
    }
    requireDepth(0, container);
    reserve(other.length - 2L);
    int from = text.next().length();
    text.put(other, 1, other.length - 1);
    return from;
  }

  private void requireDepth(int above, Json part) {
    limits.requireDepth(above + JsonScan.depth(part.text()), what);
  }

  /** Refuses so many bytes more, with a comma before and the bracket behind them. */
  private void reserve(long bytes) {
    boolean isFirst = text.length() == 1;
    limits.requireText(text.length() + (isFirst ? 0 : 1) + bytes + 1);
  }

  byte[] bytes() {
    return text.bytes();
  }

  byte[] closedBy(char bracket) {
    return text.copyWith(bracket);
  }
}
