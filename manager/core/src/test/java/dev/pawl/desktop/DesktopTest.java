package dev.pawl.desktop;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs of the desktop, stood in for by scripts. */
class DesktopTest {
  private static final URI PAGE = URI.create("https://id.example/authorize?a=b&c=d");

  @TempDir Path directory;

  private Path program(String name, String script) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, fromString("rwx------"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "firefox                        | firefox,PAGE",
        "firefox --new-tab %s -x        | firefox,--new-tab,PAGE,-x",
        "'my browser' -x                | my browser,-x,PAGE",
        "\"/opt/my browser/br\" --url=%s | /opt/my browser/br,--url=PAGE",
        "/opt/my\\ browser/br           | /opt/my browser/br,PAGE",
        "\"a\\\"b\\x\"                     | a\"b\\x,PAGE",
        "'a\\b:c'                       | a\\b:c,PAGE",
        "''                             | ,PAGE",
      })
  void commands_quotedAsInAShell_areSplitLikeThat(String variable, String expected) {
    List<List<String>> commands = new Browser(Map.of("BROWSER", variable)).commands(PAGE);

    assertThat(commands).hasSize(1);
    assertThat(String.join(",", commands.get(0)).replace(PAGE.toString(), "PAGE"))
        .isEqualTo(expected);
  }

  @Test
  void commands_severalWithColons_areTriedInTheirOrder() {
    List<List<String>> commands = new Browser(Map.of("BROWSER", "one:: two %s :")).commands(PAGE);

    assertThat(commands)
        .containsExactly(List.of("one", PAGE.toString()), List.of("two", PAGE.toString()));
  }

  @Test
  void open_plainPathWithASpace_isThatProgram() throws Exception {
    Path seen = directory.resolve("seen");
    Path browser = program("my browser", "printf %s \"$1\" > '" + seen + "'");

    boolean opened = new Browser(Map.of("BROWSER", browser.toString())).open(PAGE);

    assertThat(opened).isTrue();
    assertThat(seen).hasContent(PAGE.toString());
  }

  @Test
  void put_toolTakesIt_isCopied() throws Exception {
    Path copied = directory.resolve("copied");
    Path failing = program("failing", "exit 1");
    Path tool = program("tool", "cat > '" + copied + "'");

    boolean put =
        new Clipboard(
                List.of(
                    List.of(directory.resolve("absent").toString()),
                    List.of(failing.toString()),
                    List.of(tool.toString(), "-selection", "clipboard")))
            .put(PAGE.toString());

    assertThat(put).isTrue();
    assertThat(copied).hasContent(PAGE.toString());
  }

  @Test
  void put_noToolTakesIt_isFalse() {
    assertThat(new Clipboard(List.of(List.of("/nowhere/xclip"))).put("x")).isFalse();
  }
}
