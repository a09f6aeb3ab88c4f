package dev.pawl.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.issuer.IssuerPreset.Rotation;
import dev.pawl.issuer.IssuerPreset.Source;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.ReplayPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The data of the presets, and how it is asked for. */
class IssuerPresetsTest {
  static List<IssuerPreset> all() {
    return IssuerPresets.all();
  }

  @Test
  void all_vendors_areAtLeastFifteen() {
    assertThat(IssuerPresets.all()).hasSizeGreaterThanOrEqualTo(15);
    assertThat(IssuerPresets.names()).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("all")
  void preset_eachFact_hasAPublicPage(IssuerPreset preset) {
    Set<String> facts = facts(preset);

    Set<String> told = new HashSet<>();
    preset.sources().stream().map(Source::facts).forEach(told::addAll);

    assertThat(told).containsExactlyInAnyOrderElementsOf(facts);
    for (Source source : preset.sources()) {
      assertThat(source.url().getScheme()).isEqualTo("https");
      assertThat(source.seen()).isAfter("2026-01-01");
    }
  }

  /* What it has, by the members of its file; that nothing is known needs no page. */
  private static Set<String> facts(IssuerPreset preset) {
    Set<String> facts = new TreeSet<>();
    for (String field : preset.template().facts().keySet()) {
      facts.add(field.endsWith("Endpoint") ? "endpoints" : field);
    }
    for (String field : preset.template().wishes().keySet()) {
      facts.add(field.startsWith(LastLogin.PARAMETER) ? "parameters" : field);
    }
    if (preset.rotation() != Rotation.UNKNOWN) {
      facts.add("rotation");
    }
    String replay = preset.template().facts().getOrDefault("replay", "");
    if (!replay.startsWith("window")) {
      facts.remove("replay"); // follows from the rotation
    }
    if (!preset.template().authenticationMethods().isEmpty()) {
      facts.add("clientAuthentication");
    }
    if (!preset.notes().isEmpty()) {
      facts.add("notes");
    }
    return facts;
  }

  @ParameterizedTest
  @MethodSource("all")
  void preset_eachValue_isOneThatALoginTakes(IssuerPreset preset) {
    KnownIssuer known = IssuerPresets.known(example(preset));

    assertThat(ReplayPolicy.parse(known.facts().getOrDefault("replay", ""))).isNotNull();
    assertThat(known.facts().toString()).doesNotContain("{ ", "}/", "{}");
    known.facts().forEach(IssuerPresetsTest::requireAddress);
    for (String method : known.authenticationMethods()) {
      assertThat(ClientAuthentication.Method.parse(method).needsSecret()).isTrue();
    }
    assertThat(preset.notes()).allMatch(sentence -> sentence.endsWith("."));
    assertThat(preset.notKnown()).isNotEmpty().allMatch(sentence -> sentence.endsWith("."));
  }

  private static String example(IssuerPreset preset) {
    return preset.placeholder() == null
        ? preset.name()
        : preset.name() + ":" + preset.placeholder().example();
  }

  private static void requireAddress(String field, String value) {
    if (field.equals("issuer") || field.endsWith("Endpoint")) {
      URI address = URI.create(value);
      assertThat(address.getScheme()).as(field).isEqualTo("https");
      assertThat(address.getHost()).as(field).isNotNull();
    }
  }

  /* Tokens whose end alone is certain may be presented again: only a source that says so may. */
  @ParameterizedTest
  @MethodSource("all")
  void preset_replayIsFree_onlyWhereAnOldTokenStaysValid(IssuerPreset preset) {
    boolean free = "free".equals(preset.template().facts().get("replay"));

    boolean stays =
        preset.rotation() == Rotation.NEVER
            || preset.notes().stream().anyMatch(note -> note.contains("stays valid"));

    assertThat(free).isEqualTo(stays);
  }

  @Test
  void docs_table_saysWhatThePresetsSay() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../../docs/issuers.md")).stream()
            .filter(line -> line.matches("\\| `[a-z0-9]+(\\[?:[A-Z]+\\]?)?` \\| browser.*"))
            .toList();

    assertThat(rows).hasSameSizeAs(IssuerPresets.names());
    for (int i = 0; i < rows.size(); i++) {
      IssuerPreset preset = IssuerPresets.all().get(i);
      String[] cells = rows.get(i).split(" \\| ", -1);
      assertThat(cells[0]).isEqualTo("| `" + preset.usage() + "`");
      assertThat(cells[1]).as(preset.name()).isEqualTo(beginning(preset));
      assertThat(cells[2]).as(preset.name()).isEqualTo(words(preset.rotation()));
      assertThat(cells[3]).isEqualTo("`" + preset.template().facts().get("replay") + "`");
      assertThat(cells[5]).isEqualTo(String.join(" ", preset.notKnown()) + " |");
    }
  }

  private static String beginning(IssuerPreset preset) {
    Map<String, String> facts = preset.template().facts();
    if (!facts.containsKey("tokenEndpoint")) {
      return "browser, device; its own metadata";
    }
    boolean device = facts.containsKey("deviceAuthorizationEndpoint");
    return device ? "browser, device; built-in addresses" : "browser; built-in addresses";
  }

  private static String words(Rotation rotation) {
    return switch (rotation) {
      case NEVER -> "stays";
      case ALWAYS -> "a new one each use";
      case CONFIGURABLE -> "an administrator decides";
      case UNKNOWN -> "not known";
    };
  }

  @Test
  void presets_noneOfThem_knowsAClientOrAnAgentsLogin() {
    for (IssuerPreset preset : IssuerPresets.all()) {
      String all = preset.toString().toLowerCase(Locale.ROOT);

      assertThat(all).doesNotContain("clientid", "client_id=", "claude", "anthropic");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "google, https://accounts.google.com",
    "github, https://github.com",
    "github:git.example.com, https://git.example.com",
    "entra:contoso.onmicrosoft.com, https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0",
    "microsoft, https://login.microsoftonline.com/common/v2.0",
    "okta:example.okta.com/oauth2/default, https://example.okta.com/oauth2/default",
    "auth0:example.eu.auth0.com/, https://example.eu.auth0.com/",
    "keycloak:https://id.example.com/realms/main, https://id.example.com/realms/main",
  })
  void known_nameAndPart_isTheIssuerAsItNamesItself(String text, String issuer) {
    assertThat(IssuerPresets.isName(text)).isTrue();

    assertThat(IssuerPresets.known(text).facts()).containsEntry("issuer", issuer);
  }

  @Test
  void known_partOfTheEndpoints_isFilledInEverywhere() {
    KnownIssuer known = IssuerPresets.known("github:git.example.com");

    assertThat(known.facts())
        .containsAllEntriesOf(
            Map.of(
                "tokenEndpoint", "https://git.example.com/login/oauth/access_token",
                "deviceAuthorizationEndpoint", "https://git.example.com/login/device/code"));
  }

  @ParameterizedTest
  @CsvSource({
    "gogle, did you mean google?",
    "Slack, did you mean slack?",
    "example.com, an address begins with https://",
    "okta, 'needs DOMAIN, as in okta:'",
    "okta:https://example.okta.com, 'no DOMAIN; write okta:'",
    "okta:user@example.com, 'no DOMAIN; write okta:'",
    "keycloak:id.example.com, 'no URL; write keycloak:https://'",
    "slack:team, has nothing after its name",
  })
  void known_wrongName_saysWhatToWrite(String text, String said) {
    assertThatThrownBy(() -> IssuerPresets.known(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"https://id.example.com", "http://127.0.0.1:8080/a"})
  void isName_address_isNone(String text) {
    assertThat(IssuerPresets.isName(text)).isFalse();
  }
}
