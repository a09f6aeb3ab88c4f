package dev.pawl.clients;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of the adapters: each stands on the manager's API and on one library. */
@AnalyzeClasses(
    packages = {"dev.pawl.anthropic", "dev.pawl.okhttp", "dev.pawl.spring"},
    importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest static final ArchRule okhttp_standsOnTheApi = standsOn("okhttp", "okhttp3..");

  @ArchTest
  static final ArchRule spring_standsOnTheApi =
      standsOn("spring", "org.springframework..", "org.reactivestreams..", "reactor..");

  /* Bedrock's keys come from another adapter. */
  @ArchTest
  static final ArchRule anthropic_standsOnTheApi =
      standsOn(
          "anthropic",
          "com.anthropic..",
          "com.google.auth..",
          "dev.pawl.aws",
          "kotlin..",
          "software.amazon.awssdk..");

  private static ArchRule standsOn(String adapter, String... libraries) {
    String own = "dev.pawl." + adapter + "..";
    return noClasses()
        .that(resideInAPackage(own))
        .should()
        .dependOnClassesThat(
            not(resideInAnyPackage(libraries))
                .and(
                    not(
                        resideInAnyPackage(
                            own,
                            "dev.pawl.http",
                            "dev.pawl.spi",
                            "dev.pawl.token",
                            "java..",
                            "org.jspecify.."))));
  }
}
