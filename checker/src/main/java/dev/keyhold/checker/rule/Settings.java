package dev.keyhold.checker.rule;

import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.TypeFacts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the user asked for. Options are words of the form {@code NAME=VALUE}:
 *
 * <pre>
 * R2=off                                  also error, warning
 * unsynchronised=com.acme.Buffer,...        more types for R1
 * inline=com.acme.Retry#run,...             more methods that run in place what they are given
 * elsewhere=com.acme.Pool#submit,...        more methods that run it in another task
 * </pre>
 */
public final class Settings {
  private final Map<Rule, Severity> severities = new EnumMap<>(Rule.class);
  private final List<String> unsynchronised = new ArrayList<>();
  private final List<String> inline = new ArrayList<>();
  private final List<String> elsewhere = new ArrayList<>();

  private Settings() {}

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException an option is none; the message says which there are
   */
  public static Settings of(String... options) {
    Settings settings = new Settings();
    for (String option : options) {
      settings.read(option);
    }
    return settings;
  }

  private void read(String option) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    List<String> values = equals < 0 ? List.of() : List.of(option.substring(equals + 1).split(","));
    switch (name) {
      case "unsynchronised" -> unsynchronised.addAll(names(option, values, false));
      case "inline" -> inline.addAll(names(option, values, true));
      case "elsewhere" -> elsewhere.addAll(names(option, values, true));
      default -> severities.put(rule(option, name), severity(option, values));
    }
  }

  private static List<String> names(String option, List<String> values, boolean methods) {
    for (String value : values) {
      if (value.isBlank() || methods == (value.indexOf('#') < 0)) {
        throw wrong(option);
      }
    }
    if (values.isEmpty()) {
      throw wrong(option);
    }
    return values;
  }

  private static Rule rule(String option, String name) {
    for (Rule rule : Rule.values()) {
      if (rule.name().equals(name)) {
        return rule;
      }
    }
    throw wrong(option);
  }

  private static Severity severity(String option, List<String> values) {
    String value = values.size() == 1 ? values.getFirst() : "";
    for (Severity severity : Severity.values()) {
      if (severity.name().toLowerCase(Locale.ROOT).equals(value)) {
        return severity;
      }
    }
    throw wrong(option);
  }

  private static IllegalArgumentException wrong(String option) {
    return new IllegalArgumentException(
        "keyhold checker: unknown option '"
            + option
            + "': there are R1 to R6 with =off, =warning or =error, unsynchronised=TYPE,..., "
            + "inline=TYPE#METHOD,... and elsewhere=TYPE#METHOD,...");
  }

  Severity severity(Rule rule, Severity otherwise) {
    return severities.getOrDefault(rule, otherwise);
  }

  void addTo(TypeFacts types) {
    unsynchronised.forEach(types::addUnsynchronised);
  }

  void addTo(Calls calls) {
    inline.forEach(calls::addInline);
    elsewhere.forEach(calls::addElsewhere);
  }
}
