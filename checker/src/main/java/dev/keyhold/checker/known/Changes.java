package dev.keyhold.checker.known;

import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;

/** Which methods change the object that they are called on. */
public final class Changes {
  private static final Pattern CHANGING =
      Pattern.compile(
          "(add|put|remove|set|insert|delete|append|compute|merge|replace|retain|push|pop|poll|offer"
              + "|clear|sort|shuffle|reverse|flip|swap|drain|ensureCapacity|trimToSize).*");

  /** What the methods of a type are called that the user added, if they only look. */
  private static final Pattern READING =
      Pattern.compile("(get|is|has|contains|size|count|peek|find|iterator|stream|compareTo|to).*");

  /** Types whose every method changes something, but for those named {@link #HARMLESS}. */
  private static final Set<String> STATEFUL =
      Set.of(
          "java.util.Iterator",
          "java.util.Scanner",
          "java.util.Formatter",
          "java.util.SplittableRandom",
          "java.text.Format",
          "java.util.zip.Checksum",
          "java.util.zip.Deflater",
          "java.util.zip.Inflater",
          "java.security.MessageDigest",
          "java.io.InputStream");

  private static final Set<String> HARMLESS =
      Set.of("toString", "equals", "hashCode", "getClass", "toPattern", "length", "getAlgorithm");

  private Changes() {}

  /** Whether calling {@code method} surely changes its object. */
  public static boolean isChange(ExecutableElement method, TypeFacts types) {
    String name = method.getSimpleName().toString();
    if (CHANGING.matcher(name).matches()) {
      return true;
    }
    if (HARMLESS.contains(name)) {
      return false;
    }
    if (types.isAdded(TypeFacts.ownerOf(method))) {
      return !READING.matcher(name).matches();
    }
    for (String each : STATEFUL) {
      if (types.isA(TypeFacts.ownerOf(method), each)) {
        return true;
      }
    }
    return false;
  }
}
