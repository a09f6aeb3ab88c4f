package dev.pawl.simulator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.pawl.simulator.junit.Simulated;
import dev.pawl.simulator.junit.SimulatorExtension;
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

  /* What is nested in a type belongs to it. */
  private static final SliceAssignment BY_FILE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getName().replaceFirst("[$].*", ""));
        }

        @Override
        public String getDescription() {
          return "types with a file of their own";
        }
      };

  @ArchTest
  static final ArchRule TYPES_NEVER_NEED_ONE_THAT_NEEDS_THEM =
      slices()
          .assignedFrom(BY_FILE)
          .should()
          .beFreeOfCycles()
          .ignoreDependency(Simulated.class, SimulatorExtension.class); // JUnit's way

  @ArchTest
  static final ArchRule FACADE_IS_ABOVE_WHAT_IT_IS_MADE_OF =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".core..", ROOT + ".wire", ROOT + ".admin")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT);

  @ArchTest
  static final ArchRule WIREMOCK_IS_KNOWN_TO_WIRE_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".wire")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.tomakehurst..", "org.wiremock..", "wiremock..");

  @ArchTest
  static final ArchRule JSON_IS_READ_AND_WRITTEN_STRICTLY =
      noClasses()
          .that()
          .doNotHaveSimpleName("StrictJson")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(".*[.](ObjectMapper|JsonMapper|JsonFactory)");

  @ArchTest
  static final ArchRule CORE_KNOWS_ITSELF_AND_JAVA_ONLY =
      classes()
          .that()
          .resideInAPackage(ROOT + ".core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".core..",
              "java..",
              "javax.crypto..",
              "javax.security.auth.x500..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule CUT_KNOWS_BYTES_ONLY =
      classes()
          .that()
          .resideInAPackage(ROOT + ".cut")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(ROOT + ".cut", "java..", "org.jspecify..").or(simpleName("Gate")));

  @ArchTest
  static final ArchRule TLS_KNOWS_JAVA_ONLY =
      classes()
          .that()
          .resideInAPackage(ROOT + ".tls")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".tls", "java..", "javax.net.ssl..", "org.jspecify..");

  @ArchTest
  static final ArchRule SERVER_KNOWS_NEITHER_MANAGER_NOR_DRILLS_NOR_THEIR_LIBRARIES =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.pawl..", "picocli..", "net.openhft..")
                  .and(not(resideInAPackage(ROOT + ".."))));

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
