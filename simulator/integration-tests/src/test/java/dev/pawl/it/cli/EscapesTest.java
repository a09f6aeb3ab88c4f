package dev.pawl.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No verb sends to a terminal what a file, a line, a path or a variable holds to steer it. */
final class EscapesTest {
  /** An escape sequence, its one-byte form, a bell, an order of writing, and the end of a line. */
  private static final String HOSTILE = "\u001b[2J\u009b31m\u0007\u202ex\u2028\r\nfake: done";

  private static final String IN_JSON =
      "\\u001b[2J\\u009b31m\\u0007\\u202ex\\u2028\\r\\nfake: done";

  private static final Pattern TEXT_FIELD =
      Pattern.compile("\"[^\"\\\\]+\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final List<List<String>> VERBS =
      List.of(
          List.of("status"),
          List.of("status", "--json"),
          List.of("accounts"),
          List.of("accounts", "--json"),
          List.of("explain"),
          List.of("explain", "--json"),
          List.of("doctor"),
          List.of("token"),
          List.of("token", "--helper"),
          List.of("use", "default"),
          List.of("completion", "words", "--", "use", ""),
          List.of("--plan", "exec", "--", "cmd"));

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void start() {
    scene.environment.put("PAWL_DEBUG", "1");
    scene.loggedIn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grants/default.json", "format.json"})
  void anyVerb_anyTextOfAFileIsHostile_spellsItOut(String name) throws IOException {
    Path file = scene.directory.resolve("state").resolve(name);
    String whole = Files.readString(file);

    List<String> said = new ArrayList<>();
    Matcher field = TEXT_FIELD.matcher(whole);
    while (field.find()) {
      Files.writeString(
          file, whole.substring(0, field.start(1)) + IN_JSON + whole.substring(field.end(1)));
      said.addAll(everything());
    }

    assertThat(said).isNotEmpty().allSatisfy(EscapesTest::isPlain);
  }

  @Test
  void anyVerb_anyTextOfTheRecordOfAVaultIsHostile_spellsItOut() throws IOException {
    Path file = scene.grantFile();
    String record =
        Files.readString(file)
            .replaceFirst("\"version\": *1", "\"version\": 2")
            .replaceFirst(
                "\"refresh_token\"", "\"vault\": \"keychain\", \"entry\": \"e/default\", \"x\"");
    Matcher field = TEXT_FIELD.matcher(record);
    List<String> said = new ArrayList<>();
    while (field.find()) {
      Files.writeString(
          file, record.substring(0, field.start(1)) + IN_JSON + record.substring(field.end(1)));
      said.addAll(everything());
    }

    assertThat(record).contains("\"version\": 2", "\"vault\": \"keychain\"");
    assertThat(said).isNotEmpty().allSatisfy(EscapesTest::isPlain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"login.json", "settings-mark", "grants/default.billing", "grants/default.journal"})
  void anyVerb_otherFileIsHostile_spellsItOut(String name) throws IOException {
    Path file = scene.directory.resolve("state").resolve(name);
    Files.writeString(file, "{\"profile\":\"H\",\"at\":1,\"reason\":\"H\"}".replace("H", IN_JSON));
    List<String> said = new ArrayList<>(everything());
    Files.writeString(file, HOSTILE);
    said.addAll(everything());

    assertThat(said).allSatisfy(EscapesTest::isPlain);
  }

  @Test
  void anyVerb_accountIsHostile_spellsItOut() throws IOException {
    Path file = scene.grantFile();
    String whole = Files.readString(file);
    String account =
        "{\"email\": \"H\", \"organization\": \"H\", \"organizationName\": \"H\", \"method\": \"H\",";
    for (String name : List.of("details", "account", "meta")) {
      Files.writeString(
          file,
          whole.replaceFirst(
              "\\{",
              Matcher.quoteReplacement(account.replace("H", IN_JSON) + "\"" + name + "\": 1,")));

      assertThat(everything()).allSatisfy(EscapesTest::isPlain);
    }
  }

  @Test
  void anyVerb_pointerIsHostile_spellsItOut() throws IOException {
    Files.writeString(scene.directory.resolve("state/active"), HOSTILE);
    Files.writeString(
        scene.directory.resolve("state/active.json"), "{\"profile\": \"" + IN_JSON + "\"}");

    assertThat(everything()).allSatisfy(EscapesTest::isPlain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"H\": 1}",
        "{\"profiles\": {\"H\": {\"H\": 1}}}",
        "{\"profiles\": {\"default\": {\"issuer\": \"H\"}}}",
        "{\"profiles\": {\"default\": {\"tokenEndpoint\": \"H\"}}}",
        "{\"profiles\": {\"H\": \"H\"}}",
        "{\"issuers\": {\"H\": {\"concurrentSpends\": \"H\"}}}",
        "{\"precedence\": \"H\"}",
        "{\"apiKeyHelper\": \"H\"}",
        "{\"helper\": {\"H\": 1, \"stderr\": \"H\"}}",
        "{\"cache\": {\"engine\": \"H\"}}",
        "{\"credentials\": {\"store\": \"H\"}}",
        "{\"network\": {\"proxy\": \"H\"}}",
        "{\"network\": {\"trust\": \"/H\"}}",
        "{\"network\": {\"identityPasswordFile\": \"/H\", \"identity\": \"/H\"}}",
        "{\"a\": \"H",
        "H"
      })
  void anyVerb_settingIsHostile_spellsItOut(String settings) throws IOException {
    CommandRun.settings(scene.directory, settings.replace("H", IN_JSON));

    assertThat(everything()).allSatisfy(EscapesTest::isPlain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PAWL_PROFILE",
        "PAWL_SOURCE",
        "ANTHROPIC_AUTH_TOKEN",
        "ANTHROPIC_API_KEY",
        "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
        "CLAUDE_CODE_OAUTH_REFRESH_TOKEN",
        "CLAUDE_CODE_OAUTH_SCOPES",
        "CLAUDE_CODE_API_KEY_HELPER_TTL_MS",
        "PAWL_HOME",
        "HOME",
        "XDG_CONFIG_HOME"
      })
  void anyVerb_variableIsHostile_spellsItOut(String variable) {
    scene.environment.put(
        variable, variable.endsWith("HOME") ? "/H".replace("H", HOSTILE) : HOSTILE);

    assertThat(everything()).allSatisfy(EscapesTest::isPlain);
  }

  @Test
  void anyVerb_pathIsHostile_spellsItOut() throws IOException {
    Path named = Files.createDirectory(scene.directory.resolve("a\u001b[31m\u202eb"));
    scene.environment.put("PAWL_HOME", named.resolve("state").toString());
    scene.environment.put("XDG_CONFIG_HOME", named.toString());
    Files.createDirectories(named.resolve("pawl"));
    Files.writeString(named.resolve("pawl/settings.json"), "{\"precedence\": 1}");

    assertThat(everything()).allSatisfy(EscapesTest::isPlain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"profile\": \"H\"}",
        "{\"profile\": \"w\", \"issuer\": \"H\", \"client_id\": \"c\", \"refresh_token\": \"r\"}",
        "{\"profile\": \"w\", \"token_endpoint\": \"H\", \"client_id\": \"c\", \"refresh_token\": \"r\"}",
        "{\"profile\": \"w\", \"token_endpoint\": \"http://localhost/t\", \"client_id\": \"H\", \"refresh_token\": \"r\"}",
        "{\"profile\": \"w\", \"token_endpoint\": \"http://localhost/t\", \"client_id\": \"c\", \"refresh_token\": \"H\"}",
        "{\"profile\": \"w\", \"token_endpoint\": \"http://localhost/t\", \"client_id\": \"c\", \"refresh_token\": \"r\", \"replay\": \"H\"}",
        "{\"H\": 1, \"H\": 2}",
        "{\"profile\": H",
        "H"
      })
  void login_lineOfAnImportIsHostile_spellsItOut(String line) {
    CommandRun run =
        CommandRun.of(
            scene.environment, line.replace("H", IN_JSON) + "\n", "login", "--import", "-");
    CommandRun raw =
        CommandRun.of(
            scene.environment, line.replace("H", HOSTILE) + "\n", "login", "--import", "-");

    isPlain(run.all());
    isPlain(raw.all());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token H",
        "status --H",
        "login --issuer H",
        "login --method H",
        "login --import /H",
        "use H",
        "logout H",
        "token --min-valid H",
        "token --source H",
        "H",
        "login --replay H"
      })
  void anyVerb_argumentIsHostile_spellsItOut(String words) {
    String[] arguments = words.split(" ");
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].replace("H", HOSTILE);
    }

    isPlain(scene.run(arguments).all());
  }

  private List<String> everything() {
    return VERBS.stream().map(verb -> scene.run(verb.toArray(String[]::new)).all()).toList();
  }

  /** Requires that nothing in it steers a terminal. */
  static void isPlain(String said) {
    assertThat(said.codePoints().filter(EscapesTest::steers).mapToObj(Integer::toHexString))
        .as(said)
        .isEmpty();
    assertThat(said.lines()).as("a line of its own").noneMatch(line -> line.startsWith("fake:"));
  }

  private static boolean steers(int point) {
    int type = Character.getType(point);
    return point != '\n'
        && (type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR);
  }
}
