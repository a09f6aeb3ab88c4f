package dev.pawl.drills;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.pawl.drills", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.pawl.drills";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PICOCLI_IS_KNOWN_TO_CLI_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  /** A verdict comes from the ledger and from files: whoever judges does not ask the judged. */
  @ArchTest
  static final ArchRule MANAGER_IS_KNOWN_TO_CHILD_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".child..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.pawl..")
                  .and(not(resideInAnyPackage("dev.pawl.simulator..", ROOT + ".."))));

  @ArchTest
  static final ArchRule JSON_IS_READ_AND_WRITTEN_STRICTLY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(".*[.](ObjectMapper|JsonMapper|JsonFactory)");

  @ArchTest
  static final ArchRule WIREMOCK_IS_LEFT_TO_THE_SIMULATOR =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.tomakehurst..", "org.wiremock..", "wiremock..");
}
