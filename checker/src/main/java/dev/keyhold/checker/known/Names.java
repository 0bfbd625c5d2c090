package dev.keyhold.checker.known;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.lang.model.element.ExecutableElement;

/**
 * A set of methods, written {@code owner#method method …}: those of the owner and of all its
 * subtypes. A {@code *} stands for any run of letters.
 */
final class Names {
  private final Map<String, Set<String>> byOwner = new HashMap<>();

  /** What was said of a method before: most calls are of few methods. */
  private final Map<ExecutableElement, Boolean> answers = new HashMap<>();

  Names(String... lines) {
    for (String line : lines) {
      add(line);
    }
  }

  void add(String line) {
    int hash = line.indexOf('#');
    byOwner
        .computeIfAbsent(line.substring(0, hash), _ -> new HashSet<>())
        .addAll(Arrays.asList(line.substring(hash + 1).split(" ")));
  }

  /** What was said of a method before, or what is found out now. */
  boolean answer(ExecutableElement method, BooleanSupplier now) {
    Boolean known = answers.get(method);
    if (known == null) {
      known = now.getAsBoolean();
      answers.put(method, known);
    }
    return known;
  }

  boolean has(String owner, String method) {
    Set<String> methods = byOwner.get(owner);
    if (methods == null) {
      return false;
    }
    return methods.contains(method)
        || methods.stream().anyMatch(pattern -> pattern.contains("*") && fits(pattern, method));
  }

  private static boolean fits(String pattern, String method) {
    int star = pattern.indexOf('*');
    String head = pattern.substring(0, star);
    String tail = pattern.substring(star + 1);
    return method.length() >= head.length() + tail.length()
        && method.startsWith(head)
        && method.endsWith(tail);
  }
}
