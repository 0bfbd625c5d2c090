package dev.keyhold;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The house rules of this module: which room may know which. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.keyhold");

  @Test
  void core_imported_isThere() {
    assertThat(CORE.contain(Database.class)).isTrue();
    assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void packages_ofCore_haveNoCycles() {
    slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(CORE);
  }

  @Test
  void core_dependsOnNothing_butTheJdkJacksonAndJspecify() {
    classes()
        .that()
        .resideOutsideOfPackage("dev.keyhold.metrics")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.keyhold..",
                "java..",
                "jdk.jfr..",
                "com.sun.management..",
                "javax.management..",
                "tools.jackson..",
                "com.fasterxml.jackson.annotation..",
                "org.jspecify.annotations.."))
        .check(CORE);
  }

  @Test
  void metrics_alone_knowMicrometer() {
    classes()
        .that()
        .resideInAPackage("dev.keyhold.metrics")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.keyhold",
                "dev.keyhold.metrics",
                "java..",
                "io.micrometer.core.instrument..",
                "org.jspecify.annotations.."))
        .check(CORE);
  }

  @Test
  void errors_dependOnNoOtherRoom() {
    classes()
        .that()
        .resideInAPackage("dev.keyhold.error")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("dev.keyhold.error", "java..", "org.jspecify.annotations.."))
        .check(CORE);
  }

  /** One slice a package, the root package among them. */
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
