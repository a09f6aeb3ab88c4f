package dev.pawl.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(
    packages = "dev.pawl.simulator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.pawl.simulator";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FACADE_IS_ABOVE_WHAT_IT_IS_MADE_OF =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".core..", ROOT + ".wire", ROOT + ".admin", ROOT + ".json")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT, ROOT + ".cli");

  @ArchTest
  static final ArchRule WIREMOCK_IS_KNOWN_TO_WIRE_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".wire")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.tomakehurst..", "org.wiremock..", "wiremock..");

  @ArchTest
  static final ArchRule JACKSON_IS_KNOWN_TO_JSON_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".json")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule PICOCLI_IS_KNOWN_TO_CLI_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule CORE_KNOWS_ITSELF_AND_JAVA_ONLY =
      classes()
          .that()
          .resideInAPackage(ROOT + ".core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".core..", "java..", "javax.crypto..", "org.jspecify..");

  @ArchTest
  static final ArchRule MANAGER_IS_KNOWN_TO_CHILD_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".child..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.pawl",
              "dev.pawl.cli..",
              "dev.pawl.http..",
              "dev.pawl.json..",
              "dev.pawl.spi..",
              "dev.pawl.store..",
              "dev.pawl.oauth..",
              "dev.pawl.cache..");

  @ArchTest
  static final ArchRule TIME_COMES_FROM_THE_VIRTUAL_CLOCK =
      noClasses()
          .that()
          .doNotHaveSimpleName("VirtualClock")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC");
}
