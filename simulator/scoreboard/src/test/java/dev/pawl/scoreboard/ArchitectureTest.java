package dev.pawl.scoreboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.pawl.scoreboard",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.pawl.scoreboard";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  /** A contestant is what a stranger would write: it knows nothing of who judges it. */
  @ArchTest
  static final ArchRule CONTESTANTS_KNOW_THEIR_LIBRARY_ONLY =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".contestant")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.pawl.drills..", "dev.pawl.simulator..", ROOT + ".board", ROOT + ".entry");

  @ArchTest
  static final ArchRule LIBRARIES_ARE_KNOWN_TO_CONTESTANTS_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".contestant")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.nimbusds..",
              "com.github.scribejava..",
              "org.springframework..",
              "com.google..",
              "com.microsoft..",
              "software.amazon..");
}
