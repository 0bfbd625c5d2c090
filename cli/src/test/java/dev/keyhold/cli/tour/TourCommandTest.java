package dev.keyhold.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.cli.Ran;
import dev.keyhold.cli.tour.chapter.Chapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TourCommandTest {
  /** What async-mutex prints in 3500 ms of virtual time; the documentation promises it. */
  private static final String ASYNC_MUTEX =
      """
      ->read-guard
      ->read-sleep
      ->write-guard
      <-read-sleep
      value = none
      <-read-guard
      ->read-guard
      <-write-guard
      ->read-sleep
      ->write-guard
      <-read-sleep
      value = 1000
      <-read-guard
      ->read-guard
      <-write-guard
      ->read-sleep
      ->write-guard
      <-read-sleep
      value = 2000
      <-read-guard
      ->read-guard
      <-write-guard
      ->read-sleep
      ->write-guard
      """;

  static Stream<String> chapters() {
    return Chapter.all().stream().map(Chapter::name);
  }

  private static List<String> plain(String... args) {
    String[] all =
        Stream.concat(Stream.of("tour", "--plain"), Stream.of(args)).toArray(String[]::new);
    Ran ran = Ran.keyhold(all);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    return ran.out().lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"async-mutex", "async-mutex-async"})
  void asyncMutex_inVirtualTime_printsTheDocumentedOrder(String chapter) {
    assertThat(plain(chapter, "--virtual", "--for", "3500ms"))
        .isEqualTo(ASYNC_MUTEX.lines().toList());
  }

  /** Only the order is looked at: what happens next is always hundreds of milliseconds away. */
  @ParameterizedTest
  @ValueSource(strings = {"async-mutex", "async-mutex-async"})
  void asyncMutex_inRealTime_printsTheSameOrder(String chapter) {
    List<String> lines = plain(chapter, "--for", "1300ms");
    assertThat(lines).startsWith(ASYNC_MUTEX.lines().limit(6).toArray(String[]::new)).hasSize(9);
    // Two threads may print these in the same instant.
    assertThat(lines.subList(6, 8)).containsExactlyInAnyOrder("->read-guard", "<-write-guard");
    assertThat(lines.getLast()).isEqualTo("->read-sleep");
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void chapter_inVirtualTime_printsTheSameBytesEachTime(String chapter) {
    List<String> once = plain(chapter, "--virtual");
    assertThat(once).isNotEmpty();
    assertThat(plain(chapter, "--virtual")).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void chapter_withASeed_printsTheSameBytesEachTime(String chapter) {
    List<String> once = plain(chapter, "--seed", "7");
    assertThat(once).isNotEmpty();
    assertThat(plain(chapter, "--seed", "7")).isEqualTo(once);
  }

  @Test
  void unsynchronized_printsWhatTheCompilerSays_toTheMistakeAndToWhatMendsIt() {
    List<String> lines = plain("unsynchronized", "--seed", "7");
    assertThat(lines)
        .containsSubsequence(
            "-- Unsynchronized.java",
            "$ javac -Xplugin:Keyhold Unsynchronized.java",
            "Unsynchronized.java:8: error: 'shared' is shared, without synchronisation, by two"
                + " tasks [keyhold:R1]",
            "1 error",
            "(it does not compile: exit status 1)",
            "$ javac -Xplugin:Keyhold UnsynchronizedMended.java",
            "(it compiles: exit status 0)",
            "-- without the check");
  }

  @Test
  void guardAcrossSuspension_printsWhatTheCompilerSays_toTheMistakeAndToWhatMendsIt() {
    assertThat(plain("guard-across-suspension", "--virtual"))
        .containsSubsequence(
            "$ javac -Xplugin:Keyhold GuardAcrossSuspension.java",
            "GuardAcrossSuspension.java:13: error: the thread-bound guard 'guard' is captured by"
                + " code that runs later or elsewhere [keyhold:R2]",
            "GuardAcrossSuspension.java:18: warning: sleep(...) suspends while the thread-bound"
                + " guard 'guard' is held [keyhold:R2]",
            "(it does not compile: exit status 1)",
            "$ javac -Xplugin:Keyhold GuardAcrossSuspensionMended.java",
            "(it compiles: exit status 0)",
            "-- without the check");
  }

  @Test
  void unsynchronized_losesUpdates_underTheSeedItPrints() {
    List<String> found = plain("unsynchronized");
    String last = found.getLast();
    assertThat(last).matches("seed \\d+: updates were lost");
    String seed = last.substring("seed ".length(), last.indexOf(':'));
    assertThat(plain("unsynchronized", "--seed", seed)).isEqualTo(found);
  }

  @Test
  void guardAcrossSuspension_namesTheMistake_insteadOfHanging() {
    List<String> lines = plain("guard-across-suspension", "--virtual");
    assertThat(lines)
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("writer: deadlock: writer asks for blocking mutex 'database'")
                .contains("guard held across a suspension", "GuardAcrossSuspensionChapter.java:"))
        .contains("writer: waited 650 ms", "writer: waited 750 ms");
  }

  @Test
  void blockingMutex_readsTheNewestWrite() {
    assertThat(plain("blocking-mutex", "--virtual", "--for", "2100ms"))
        .contains("1000 ms: read, value = 700", "2000 ms: read, value = 1750");
  }

  @Test
  void database_ordersItsKeys() {
    assertThat(plain("database").stream().filter(line -> line.startsWith("  ")))
        .extracting(line -> line.strip().split(" = ", 2)[0])
        .containsExactly("User:1", "my-key", "user:10", "user:9");
  }

  @Test
  void wholeTour_explainsShowsRunsAndSumsUp() {
    Ran ran = Ran.keyhold("tour", "--virtual");
    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    int at = 0;
    for (Chapter chapter : Chapter.all()) {
      at = ran.out().indexOf(". " + chapter.name() + ": " + chapter.title(), at);
      assertThat(at).as(chapter.name()).isPositive();
    }
    assertThat(ran.out()).contains(ASYNC_MUTEX).doesNotContain("// tour:").doesNotContain("%");
  }

  @Test
  void explanationsAndSummaries_fitEightyColumns() {
    for (Chapter chapter : Chapter.all()) {
      assertThat(Guide.wrapped(chapter.explanation()).lines())
          .as(chapter.name())
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void list_namesEveryChapterAndNothingElse() {
    Ran ran = Ran.keyhold("tour", "--list");
    assertThat(ran.out().lines())
        .hasSize(6)
        .first()
        .asString()
        .startsWith("1. database")
        .endsWith("a map from ordered keys to JSON");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void shownCode_isTheSourceFile(int index) throws Exception {
    Chapter chapter = Chapter.all().get(index);
    Path file =
        Path.of(
            "src/main/java/dev/keyhold/cli/tour/chapter",
            chapter.getClass().getSimpleName() + ".java");
    List<String> source = Files.readAllLines(file).stream().map(String::strip).toList();
    List<String> shown = ShownSource.of(chapter).lines().map(String::strip).toList();
    assertThat(shown).isNotEmpty();
    assertThat(source).containsSequence(shown);
  }
}
