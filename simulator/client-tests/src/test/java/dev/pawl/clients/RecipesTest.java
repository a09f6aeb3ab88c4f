package dev.pawl.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes that people read are those that are compiled and run here. */
final class RecipesTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path DOCUMENT = MODULE.resolve("../../docs/http-clients.md");
  private static final Path SOURCES = MODULE.resolve("src/test/java/dev/pawl/clients/recipes");

  @ParameterizedTest
  @ValueSource(strings = {"PawlExecHandler", "PawlCalls"})
  void recipe_ofTheDocument_isTheTestedOne(String name) throws IOException {
    String document = Files.readString(DOCUMENT);
    String source = Files.readString(SOURCES.resolve(name + ".java"));

    String shown = between(document, "<!-- " + name + " -->\n```java\n", "```\n<!-- /" + name);

    assertThat(shown).isEqualTo(source.substring(source.indexOf("import ")));
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
