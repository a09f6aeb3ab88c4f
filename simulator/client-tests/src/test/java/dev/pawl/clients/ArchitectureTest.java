package dev.pawl.clients;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of the adapters: each stands on the manager's API and on one library. */
@AnalyzeClasses(packages = "dev.pawl", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] ADAPTERS = {
    "dev.pawl.anthropic..", "dev.pawl.okhttp..", "dev.pawl.spring.."
  };
  private static final String[] API = {
    "dev.pawl.aws", // its provider, for Bedrock under the Anthropic SDK
    "dev.pawl.http",
    "dev.pawl.spi",
    "dev.pawl.token"
  };

  @ArchTest
  static final ArchRule adapters_standOnTheExportedPackagesAlone =
      noClasses()
          .that(resideInAnyPackage(ADAPTERS))
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.pawl..")
                  .and(DescribedPredicate.not(resideInAnyPackage(API)))
                  .and(DescribedPredicate.not(resideInAnyPackage(ADAPTERS))));

  @ArchTest static final ArchRule okhttp_isImportedByOnePackageOnly = onlyIn("okhttp", "okhttp3..");

  @ArchTest
  static final ArchRule anthropicSdk_isImportedByOnePackageOnly =
      onlyIn("anthropic", "com.anthropic..");

  @ArchTest
  static final ArchRule spring_isImportedByOnePackageOnly =
      onlyIn("spring", "org.springframework..");

  private static ArchRule onlyIn(String ours, String library) {
    DescribedPredicate<JavaClass> others =
        resideInAPackage("dev.pawl..")
            .and(DescribedPredicate.not(resideInAPackage("dev.pawl." + ours + "..")));
    return noClasses().that(others).should().dependOnClassesThat(resideInAPackage(library));
  }
}
