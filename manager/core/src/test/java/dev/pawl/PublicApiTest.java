package dev.pawl;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the exported packages name is exported too: whoever sees a method can call it. */
class PublicApiTest {
  private static final Path CLASSES =
      Path.of(TokenManager.class.getProtectionDomain().getCodeSource().getLocation().getPath());

  @Test
  void exportedTypes_nameExportedTypesAlone() throws IOException {
    Set<String> exported = exportedPackages();
    List<JavaClass> api = api(exported);

    List<String> leaks =
        api.stream()
            .flatMap(
                type ->
                    named(type).stream()
                        .filter(named -> !isSeen(named, exported))
                        .map(named -> type.getName() + " names " + named.getName()))
            .distinct()
            .toList();

    assertThat(api).extracting(JavaClass::getSimpleName).contains("TokenManager", "Builder");
    assertThat(leaks).isEmpty();
  }

  private static Set<String> exportedPackages() throws IOException {
    try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in).exports().stream()
          .filter(one -> !one.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());
    }
  }

  private static List<JavaClass> api(Set<String> packages) {
    return new ClassFileImporter()
        .importPath(CLASSES).stream()
            .filter(type -> packages.contains(type.getPackageName()) && isPublic(type))
            .toList();
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(PUBLIC)
        && type.getEnclosingClass().map(PublicApiTest::isPublic).orElse(true);
  }

  private static List<JavaClass> named(JavaClass type) {
    List<JavaClass> named = new ArrayList<>(type.getRawInterfaces());
    type.getRawSuperclass().ifPresent(named::add);
    Stream.concat(type.getConstructors().stream(), type.getMethods().stream())
        .filter(PublicApiTest::isVisible)
        .forEach(unit -> named.addAll(named(unit)));
    for (JavaField field : type.getFields()) {
      if (isVisible(field)) {
        named.addAll(field.getAllInvolvedRawTypes());
      }
    }
    return named;
  }

  private static List<JavaClass> named(JavaCodeUnit unit) {
    List<JavaClass> named = new ArrayList<>(unit.getReturnType().getAllInvolvedRawTypes());
    for (JavaType parameter : unit.getParameterTypes()) {
      named.addAll(parameter.getAllInvolvedRawTypes());
    }
    named.addAll(unit.getExceptionTypes());
    return named;
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().stream().anyMatch(one -> one == PUBLIC || one == PROTECTED);
  }

  private static boolean isSeen(JavaClass named, Set<String> exported) {
    JavaClass type = named.getBaseComponentType();
    return !type.getPackageName().startsWith("dev.pawl")
        || (exported.contains(type.getPackageName()) && isPublic(type));
  }
}
