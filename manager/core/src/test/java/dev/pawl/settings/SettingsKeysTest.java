package dev.pawl.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsKeysTest {
  /* The first column names a setting, or several of one object, a dot before each further one. */
  private static final Pattern DOCUMENTED = Pattern.compile("^\\| (`[A-Za-z.*]+`[^|]*) \\|.*");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z.]+)`");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "{\"presedence\": 1}, presedence, precedence",
    "{\"forceLoginMetod\": 1}, forceLoginMetod, forceLoginMethod",
    "{\"cache\": {\"engin\": 1}}, cache.engin, engine",
    "{\"network\": {\"Proxy\": 1}}, network.Proxy, proxy",
    "{\"profiles\": {\"a.b\": {\"replai\": 1}}}, profiles.a.b.replai, replay",
    "{\"issuers\": {\"*\": {\"x\": 1}}}, issuers.*.x,",
    "{\"completely\": {\"other\": 1}}, completely,",
  })
  void unknown_nameThatMeansNothing_isToldWithTheNearest(String json, String name, String nearest)
      throws IOException {
    Path file = write("settings.json", json.replace('\'', '"'));

    assertThat(SettingsKeys.unknown(new Settings(file, null)))
        .containsExactly(new SettingsKeys.Unknown(file, false, name, nearest));
  }

  @Test
  void unknown_inTheMachinesFile_isMarked() throws IOException {
    Path user = write("settings.json", "{}");
    Path managed = write("managed-settings.json", "{\"billingChanges\": \"forbid\"}");

    assertThat(SettingsKeys.unknown(new Settings(user, managed)))
        .containsExactly(
            new SettingsKeys.Unknown(managed, true, "billingChanges", "billingChange"));
  }

  @Test
  void unknown_everyDocumentedName_isKnown() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../../docs/settings.md")).stream()
            .map(DOCUMENTED::matcher)
            .filter(java.util.regex.Matcher::matches)
            .flatMap(line -> names(line.group(1)).stream())
            .toList();

    assertThat(documented)
        .contains("precedence", "profiles.NAME.issuer", "profiles.NAME.apiKeyKind");
    for (String name : documented) {
      Path file = write("settings.json", nested(name.split("\\.")));

      assertThat(SettingsKeys.unknown(new Settings(file, null))).as(name).isEmpty();
    }
  }

  private static List<String> names(String column) {
    List<String> names = new ArrayList<>();
    NAME.matcher(column)
        .results()
        .map(found -> found.group(1))
        .forEach(name -> names.add(name.startsWith(".") ? beside(names.get(0), name) : name));
    return names;
  }

  private static String beside(String first, String name) {
    return first.substring(0, first.lastIndexOf('.')) + name;
  }

  private static String nested(String[] names) {
    String json = "1";
    for (int i = names.length - 1; i >= 0; i--) {
      json = "{\"" + names[i] + "\": " + json + "}";
    }
    return json;
  }

  private Path write(String name, String json) throws IOException {
    return Files.writeString(directory.resolve(name), json);
  }
}
