package dev.pawl.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.pawl.benchmarks",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.pawl.benchmarks";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule JMH_IS_KNOWN_TO_THE_HOT_READ_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".hotread..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.openjdk.jmh..");

  @ArchTest
  static final ArchRule PEERS_ARE_KNOWN_TO_THOSE_WHO_COMPARE =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".hotread..", ROOT + ".contention.child", ROOT + ".stub")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.microsoft..", "com.google.auth..", "software.amazon..", "com.github..");

  @ArchTest
  static final ArchRule SIMULATOR_RUNS_IN_THE_PROVIDER_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".provider")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.pawl.simulator..");
}
