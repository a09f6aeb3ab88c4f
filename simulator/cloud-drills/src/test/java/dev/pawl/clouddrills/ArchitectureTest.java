package dev.pawl.clouddrills;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.pawl.clouddrills",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.pawl.clouddrills";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  /** Whoever judges knows the cloud's ledger alone, not what the programs use. */
  @ArchTest
  static final ArchRule LIBRARIES_ARE_KNOWN_TO_THE_CREW_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".crew")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "software.amazon..",
              "com.google..",
              "com.azure..",
              "dev.pawl.aws..",
              "dev.pawl.google..",
              "dev.pawl.azure..",
              "dev.pawl.credentials..");
}
