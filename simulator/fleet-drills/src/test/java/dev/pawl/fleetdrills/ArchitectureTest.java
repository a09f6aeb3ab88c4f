package dev.pawl.fleetdrills;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.pawl.fleetdrills",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.pawl.fleetdrills";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  /** Whoever judges knows the provider's ledger and the open part of a record alone. */
  @ArchTest
  static final ArchRule MANAGER_IS_UNKNOWN_TO_WHO_JUDGES =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".drill")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.pawl",
              "dev.pawl.fleet..",
              "dev.pawl.sealing..",
              "dev.pawl.postgres..",
              "dev.pawl.etcd..",
              "dev.pawl.store..",
              "dev.pawl.token..");
}
