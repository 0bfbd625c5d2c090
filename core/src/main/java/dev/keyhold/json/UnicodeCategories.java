package dev.keyhold.json;

import java.util.List;
import java.util.Map;

/** The general categories of Unicode, by the names that RFC 9485 has for them. */
final class UnicodeCategories {
  private static final Map<String, List<Byte>> BY_NAME =
      Map.ofEntries(
          Map.entry("Lu", List.of(Character.UPPERCASE_LETTER)),
          Map.entry("Ll", List.of(Character.LOWERCASE_LETTER)),
          Map.entry("Lt", List.of(Character.TITLECASE_LETTER)),
          Map.entry("Lm", List.of(Character.MODIFIER_LETTER)),
          Map.entry("Lo", List.of(Character.OTHER_LETTER)),
          Map.entry("Mn", List.of(Character.NON_SPACING_MARK)),
          Map.entry("Mc", List.of(Character.COMBINING_SPACING_MARK)),
          Map.entry("Me", List.of(Character.ENCLOSING_MARK)),
          Map.entry("Nd", List.of(Character.DECIMAL_DIGIT_NUMBER)),
          Map.entry("Nl", List.of(Character.LETTER_NUMBER)),
          Map.entry("No", List.of(Character.OTHER_NUMBER)),
          Map.entry("Pc", List.of(Character.CONNECTOR_PUNCTUATION)),
          Map.entry("Pd", List.of(Character.DASH_PUNCTUATION)),
          Map.entry("Ps", List.of(Character.START_PUNCTUATION)),
          Map.entry("Pe", List.of(Character.END_PUNCTUATION)),
          Map.entry("Pi", List.of(Character.INITIAL_QUOTE_PUNCTUATION)),
          Map.entry("Pf", List.of(Character.FINAL_QUOTE_PUNCTUATION)),
          Map.entry("Po", List.of(Character.OTHER_PUNCTUATION)),
          Map.entry("Zs", List.of(Character.SPACE_SEPARATOR)),
          Map.entry("Zl", List.of(Character.LINE_SEPARATOR)),
          Map.entry("Zp", List.of(Character.PARAGRAPH_SEPARATOR)),
          Map.entry("Sm", List.of(Character.MATH_SYMBOL)),
          Map.entry("Sc", List.of(Character.CURRENCY_SYMBOL)),
          Map.entry("Sk", List.of(Character.MODIFIER_SYMBOL)),
          Map.entry("So", List.of(Character.OTHER_SYMBOL)),
          Map.entry("Cc", List.of(Character.CONTROL)),
          Map.entry("Cf", List.of(Character.FORMAT)),
          Map.entry("Co", List.of(Character.PRIVATE_USE)),
          Map.entry("Cn", List.of(Character.UNASSIGNED)));

  private UnicodeCategories() {}

  /**
   * Adds a category, or all whose names begin with one letter.
   *
   * @return whether there is such a category
   */
  static boolean add(String name, List<Integer> types) {
    int before = types.size();
    BY_NAME.forEach((each, values) -> {
      if (each.equals(name) || (name.length() == 1 && each.startsWith(name))) {
        values.forEach(value -> types.add((int) value));
      }
    });
    return types.size() > before;
  }
}
