package dev.keyhold.corpus;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorpusTest {
  private static final int EACH_MIN = 60;
  private static final List<String> RULES = List.of("R1", "R2", "R3", "R4", "R5", "R6");
  private static final Pattern RULE = Pattern.compile(" \\[keyhold:(R[1-6])]$", Pattern.MULTILINE);

  private final List<Snippet> snippets = Snippet.all();
  private SnippetCompiler compiler;

  @BeforeAll
  void open() {
    compiler = new SnippetCompiler();
  }

  @AfterAll
  void close() throws IOException {
    compiler.close();
  }

  @TestFactory
  Stream<DynamicTest> snippet_compiledWithTheChecker_isToldWhatStandsBesideItsCode() {
    return snippets.stream()
        .map(snippet ->
            DynamicTest.dynamicTest(
                snippet.path().toString(), snippet.file().toUri(), () -> check(snippet)));
  }

  @Test
  void corpus_ofAllRules_hasEnoughOfBothKinds() {
    Map<String, Long> accepted = countByGroup(snippets.stream().filter(Snippet::isAccepted));
    Map<String, Long> refused = countByGroup(snippets.stream().filter(s -> !s.isAccepted()));
    assertThat(accepted).containsKeys(RULES.toArray(String[]::new));
    assertThat(refused).containsKeys(RULES.toArray(String[]::new));
    assertThat(total(accepted)).as("accepted: %s", accepted).isGreaterThanOrEqualTo(EACH_MIN);
    assertThat(total(refused)).as("refused: %s", refused).isGreaterThanOrEqualTo(EACH_MIN);
  }

  @Test
  void snippets_byTheirDirectory_expectSomethingOrNothing() {
    for (Snippet snippet : snippets) {
      assertThat(snippet.expected().isEmpty())
          .as("%s", snippet.path())
          .isEqualTo(snippet.isAccepted());
      if (RULES.contains(snippet.group())) {
        assertThat(snippet.expected())
            .as("%s: another rule than its directory's belongs in combined", snippet.path())
            .allMatch(finding -> finding.rule().equals(snippet.group()));
      }
    }
  }

  private static Map<String, Long> countByGroup(Stream<Snippet> snippets) {
    return snippets.collect(
        Collectors.groupingBy(Snippet::group, TreeMap::new, Collectors.counting()));
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private void check(Snippet snippet) {
    List<String> differences = new ArrayList<>();
    List<Finding> told = new ArrayList<>();
    Map<Finding, String> messages = new HashMap<>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : compiler.compile(snippet.file())) {
      String message = diagnostic.getMessage(Locale.ROOT);
      Matcher rule = RULE.matcher(message.lines().findFirst().orElse(""));
      if (rule.find()) {
        Finding finding =
            new Finding(diagnostic.getLineNumber(), severity(diagnostic), rule.group(1));
        told.add(finding);
        messages.put(finding, message);
      } else {
        differences.add(
            "not the checker's: line %d: %s".formatted(diagnostic.getLineNumber(), message));
      }
    }
    for (Finding missing : without(snippet.expected(), told)) {
      differences.add("expected, not told: %s%n    %s".formatted(missing, snippet.lineOf(missing)));
    }
    for (Finding unexpected : without(told, snippet.expected())) {
      differences.add(
          "told, not expected: %s%n    %s%n%s"
              .formatted(
                  unexpected,
                  snippet.lineOf(unexpected),
                  messages.getOrDefault(unexpected, "").indent(6).stripTrailing()));
    }
    if (!differences.isEmpty()) {
      fail(differences.stream().collect(joining("\n", snippet.file() + "\n", "\n")));
    }
  }

  private static Finding.Severity severity(Diagnostic<?> diagnostic) {
    return diagnostic.getKind() == Diagnostic.Kind.ERROR
        ? Finding.Severity.REFUSED
        : Finding.Severity.WARNED;
  }

  /** What is in the first list and not, or not as often, in the second. */
  private static List<Finding> without(List<Finding> from, List<Finding> subtracted) {
    List<Finding> rest = new ArrayList<>(from);
    subtracted.forEach(rest::remove);
    rest.sort(null);
    return rest;
  }
}
