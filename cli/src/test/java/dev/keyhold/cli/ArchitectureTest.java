package dev.keyhold.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may know what, over all modules. */
final class ArchitectureTest {
  private static final Path ROOT = Path.of("..");

  /** Modules that nothing depends on: they are ends. */
  private static final List<String> ENDS = List.of("cli", "bench", "stress", "fuzz", "corpus");

  private static final Pattern OWN_DEPENDENCY =
      Pattern.compile("<artifactId>keyhold-(?!parent)([a-z]+)</artifactId>");

  private static JavaClasses classes() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.keyhold");
    assertThat(classes.stream().map(JavaClass::getPackageName))
        .contains("dev.keyhold.sync", "dev.keyhold.testkit", "dev.keyhold.lab.compare");
    return classes;
  }

  @Test
  void packages_haveNoCycles() {
    slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles().check(classes());
  }

  @Test
  void core_knowsNoOtherModule() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.keyhold.testkit..",
            "dev.keyhold.lab..",
            "dev.keyhold.cli..",
            "dev.keyhold.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.keyhold.testkit..",
            "dev.keyhold.lab..",
            "dev.keyhold.cli..",
            "dev.keyhold.bench..")
        .check(classes());
  }

  @Test
  void nobody_knowsTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.keyhold.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.keyhold.cli..")
        .check(classes());
  }

  @Test
  void modules_dependOnNoEnd_andCoreOnNone() throws IOException {
    Map<String, List<String>> dependencies = dependenciesOfModules();
    assertThat(dependencies)
        .containsKeys("checker", "core", "testkit", "lab", "cli", "bench", "stress", "fuzz");
    dependencies.forEach(
        (module, uses) -> assertThat(uses).as(module).doesNotContainAnyElementsOf(ENDS));
    assertThat(dependencies.get("core")).isEmpty();
    assertThat(dependencies.get("checker")).isEmpty();
  }

  /** For each directory with a pom, the modules of ours that the pom names as dependencies. */
  private static Map<String, List<String>> dependenciesOfModules() throws IOException {
    Map<String, List<String>> dependencies = new TreeMap<>();
    try (Stream<Path> directories = Files.list(ROOT)) {
      for (Path directory : directories.toList()) {
        Path pom = directory.resolve("pom.xml");
        if (Files.exists(pom)) {
          String module = directory.getFileName().toString();
          List<String> named =
              OWN_DEPENDENCY
                  .matcher(Files.readString(pom))
                  .results()
                  .map(ArchitectureTest::name)
                  .toList();
          dependencies.put(module, named.stream().filter(name -> !name.equals(module)).toList());
        }
      }
    }
    return dependencies;
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }

  private static final SliceAssignment EACH_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };
}
