package dev.pawl.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real shell commands as helpers. */
@Timeout(120)
final class HelperSourceTest {
  private static final String KEY = "sk-test-0123456789abcdefghij";

  @TempDir private Path directory;

  private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

  @Test
  void mint_printsOneLine_givesItForBothHeaders() throws IOException {
    HelperSource source = helper("echo " + KEY);

    Credential credential = source.mint(null);

    assertThat(credential).isEqualTo(new Credential(Credential.Kind.BOTH, KEY, Long.MAX_VALUE));
    assertThat(source.origin()).isEqualTo("apiKeyHelper in " + directory.resolve("settings.json"));
  }

  @Test
  void mint_longestKey_isGiven() throws IOException {
    Credential credential = helper("head -c 16384 /dev/zero | tr '\\\\0' k; echo").mint(null);

    assertThat(credential.value()).hasSize(16_384);
  }

  @ParameterizedTest
  @CsvSource({
    "head -c 16385 /dev/zero | tr '\\\\0' k, something else",
    "head -c 99999 /dev/zero | tr '\\\\0' k, more than one key",
    "'printf ''a b''', something else",
    "'printf ''one\\\\ntwo\\\\n''', something else",
    "'printf ''a\\\\007b''', something else",
    "'printf ''\\\\303\\\\251''', something else",
    "true, printed nothing",
    "echo, printed nothing",
    "echo " + KEY + "; exit 7, failed with exit code 7",
    "echo " + KEY + "; kill -9 $$, failed with signal 9",
    "echo " + KEY + "; echo hm >&2, helper.stderr",
    "/nonexistent/tool, failed with exit code 127",
  })
  void mint_anythingElse_isAnErrorThatNamesTheFile(String command, String complaint) {
    assertThatThrownBy(() -> helper(command).mint(null))
        .isInstanceOf(HelperException.class)
        .hasMessageStartingWith("apiKeyHelper in " + directory.resolve("settings.json"))
        .hasMessageContaining(complaint)
        .hasMessageNotContaining(KEY);
  }

  @Test
  void mint_writesToStandardErrorAndMay_givesTheKey() throws IOException {
    settings("\"apiKeyHelper\": \"echo k; echo hm >&2\", \"helper\": {\"stderr\": \"warn\"}");

    assertThat(source().mint(null).value()).isEqualTo("k");
  }

  @Test
  void mint_failsWithASecretInItsErrors_showsTheRestOnly() {
    environment.put("CORP_PASSWORD", "hunter2 is long");
    String errors = "vault: login hunter2 is long refused for eyJhbGciOi.abc_def; \\u001b[2J";

    assertThatThrownBy(
            () -> helper("echo " + KEY + "; echo '" + errors + "' " + KEY + " >&2").mint(null))
        .hasMessageContaining("vault: login [hidden] refused for [hidden]; \\u{1b}[2J [hidden]");
  }

  @Test
  void mint_takesTooLong_isKilled() throws IOException {
    settings("\"apiKeyHelper\": \"sleep 1000\", \"helper\": {\"timeout\": 1}");

    assertThatThrownBy(() -> source().mint(null))
        .isInstanceOf(HelperException.class)
        .hasMessageContaining("killed after 1 s; helper.timeout");
  }

  @Test
  void mint_readsItsInput_findsTheEnd() throws IOException {
    assertThat(helper("cat; echo k").mint(null).value()).isEqualTo("k");
  }

  @Test
  void mint_callsPawlAgain_isRefused() throws IOException {
    HelperSource source = helper("echo ran");
    assertThat(helper("echo $PAWL_HELPER_RUNNING").mint(null).value()).isEqualTo("1");
    environment.put("PAWL_HELPER_RUNNING", "1");

    assertThatThrownBy(() -> source().mint(null)).hasMessageContaining("call it again");
    assertThat(source.isConfigured()).isTrue();
  }

  @Test
  void isConfigured_noSuchSetting_isFalse() throws IOException {
    settings("\"cache\": {}");

    assertThat(source().isConfigured()).isFalse();
    assertThatThrownBy(() -> source().terms()).hasMessage("no apiKeyHelper is set");
  }

  @Test
  void isConfigured_changedWhileRunning_isSeen() throws IOException {
    settings("\"cache\": {}");
    HelperSource source = source();
    assertThat(source.isConfigured()).isFalse();

    settings("\"apiKeyHelper\": \"echo k\"");

    assertThat(source.isConfigured()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"apiKeyHelper\": \" \"",
        "\"apiKeyHelper\": 7",
        "\"apiKeyHelper\": [\"echo\"]",
        "\"apiKeyHelper\": \"echo k\", \"helper\": {\"stderr\": \"ignore\"}",
        "\"apiKeyHelper\": \"echo k\", \"helper\": {\"timeout\": 0}",
        "\"apiKeyHelper\": \"echo k\", \"helper\": {\"timeout\": \"soon\"}",
        "\"apiKeyHelper\": \"echo k\", \"helper\": {\"env\": [7]}",
      })
  void isConfigured_brokenSetting_namesFileAndField(String fields) throws IOException {
    settings(fields);

    assertThatThrownBy(() -> source().isConfigured())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(directory.resolve("settings.json").toString())
        .hasMessageMatching(".*(apiKeyHelper|helper[.]|stderr|timeout|env).*");
  }

  @Test
  void isConfigured_othersMayWriteTheFile_isRefused() throws IOException {
    settings("\"apiKeyHelper\": \"echo k\"");
    Files.setPosixFilePermissions(
        directory.resolve("settings.json"), PosixFilePermissions.fromString("rw-rw-r--"));

    assertThatThrownBy(() -> source().isConfigured())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("chmod go-w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "sh %s --quiet",
        "'%s'",
        "\\\"%s\\\" now",
        "exec ~/tool",
        "$HOME/tool",
        "env KEY_FILE=%s true;",
        "true|%s"
      })
  void isConfigured_othersMayWriteWhatItNames_isRefusedWithTheCommandThatMendsIt(String line)
      throws IOException {
    Path tool = Files.writeString(directory.resolve("tool"), "echo k");
    environment.put("HOME", directory.toString());
    settings("\"apiKeyHelper\": \"" + line.replace("%s", tool.toString()) + "\"");
    boolean before = source().isConfigured();
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThat(before).isTrue();
    assertThatThrownBy(() -> source().isConfigured())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("apiKeyHelper names a file that cannot be trusted")
        .hasMessageEndingWith("chmod go-w " + tool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin", "bin/mint"})
  void mint_programOnTheSearchPathMayBeWrittenByOthers_runsNothing(String writable)
      throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Path tool = Files.writeString(bin.resolve("mint"), "#!/bin/sh\necho k");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("PATH", directory.resolve("none") + ":" + bin + ":/usr/bin:/bin");
    settings("\"apiKeyHelper\": \"mint --now\"");
    HelperSource source = source();
    boolean before = source.isConfigured();
    Path at = directory.resolve(writable);
    Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(before).isTrue();
    assertThatThrownBy(() -> source.mint(null))
        .isInstanceOf(HelperException.class)
        .hasMessageContaining("chmod go-w " + at);
    assertThatThrownBy(() -> source().isConfigured()).hasMessageContaining("cannot be trusted");
  }

  @Test
  void mint_whatItNamesBecameWritableByOthers_runsNothing() throws IOException {
    Path tool =
        Files.writeString(directory.resolve("tool"), "echo k; touch '" + directory + "/ran'");
    settings("\"apiKeyHelper\": \"sh " + tool + "\"");
    HelperSource source = source();
    boolean before = source.isConfigured();
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(before).isTrue();
    assertThatThrownBy(() -> source.mint(null))
        .isInstanceOf(HelperException.class)
        .hasMessageContaining("chmod go-w " + tool);
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  @Test
  void isConfigured_writesToAFileThatOthersMayWrite_isRun() throws IOException {
    Path log = Files.createFile(directory.resolve("log"));
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
    settings("\"apiKeyHelper\": \"echo k 2>>" + log + " 3> '" + log + "' 4>/dev/null\"");

    assertThat(source().isConfigured()).isTrue();
  }

  @Test
  void terms_variables_onlyDeclaredOnesMakeADifference() throws IOException {
    settings("\"apiKeyHelper\": \"echo k\", \"helper\": {\"env\": [\"TEAM\"]}");
    String key = source().terms().key();

    environment.put("OTHER", "x");
    assertThat(source().terms().key()).isEqualTo(key);
    environment.put("TEAM", "");
    assertThat(source().terms().key()).isNotEqualTo(key);
  }

  @Test
  void terms_lifetime_isFiveMinutesOrTheVariable() throws IOException {
    assertThat(helper("echo k").terms().lifetime()).isEqualTo(Duration.ofMinutes(5));

    environment.put("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "1500");
    assertThat(source().terms().lifetime()).isEqualTo(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "5m", "99999999999999999999"})
  void terms_brokenLifetime_namesTheVariable(String text) {
    environment.put("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", text);

    assertThatThrownBy(() -> helper("echo k").terms())
        .hasMessageStartingWith("CLAUDE_CODE_API_KEY_HELPER_TTL_MS is not");
  }

  private HelperSource helper(String command) throws IOException {
    settings("\"apiKeyHelper\": \"" + command + "\"");
    return source();
  }

  private HelperSource source() {
    Settings settings = new Settings(directory.resolve("settings.json"), null);
    return new HelperSource(settings, environment, TokenClock.system());
  }

  private void settings(String fields) throws IOException {
    Files.writeString(directory.resolve("settings.json"), "{" + fields + "}");
  }
}
