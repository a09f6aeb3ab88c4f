package dev.pawl.it.store;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A state directory that a newer Pawl has taken over: refused, and left as it is. */
final class NewerFormatTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @ParameterizedTest
  @ValueSource(strings = {"token", "status", "logout", "use other"})
  void verb_formatIsNewer_exits4AndChangesNothing(String line) throws IOException {
    store("other", Duration.ofHours(1));
    store("default", Duration.ofSeconds(-1));
    upgrade();
    Map<String, String> before = files();

    CommandRun refused = scene.run(line.split(" "));

    assertThat(refused.exit()).as(refused.all()).isEqualTo(FIX_CONFIGURATION);
    assertThat(refused.err()).contains("format.json has format version 2", "upgrade it");
    assertThat(files()).isEqualTo(before);
    scene.spends().areExactly(0);
  }

  @Test
  void token_formatIsNewerAndTokenFresh_isNotServedFromTheCache() throws IOException {
    store("default", Duration.ofHours(1));
    upgrade();

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.out()).isEmpty();
  }

  @Test
  void login_formatIsNewer_exits4AndChangesNothing() throws IOException {
    store("default", Duration.ofHours(1));
    upgrade();
    Map<String, String> before = files();

    CommandRun login =
        CommandRun.of(
            scene.environment,
            scene.simulator.newFamily("bob").refreshToken() + "\n",
            "login",
            "--issuer",
            scene.simulator.issuer().toString(),
            "--client-id",
            scene.simulator.clientId(),
            "--refresh-token-stdin");

    assertThat(login.exit()).as(login.all()).isEqualTo(FIX_CONFIGURATION);
    assertThat(files()).isEqualTo(before);
    scene.spends().areExactly(0);
  }

  @Test
  void token_keyOfTheEnvironmentAndFormatIsNewer_isGivenAndNothingIsNoted() throws IOException {
    store("default", Duration.ofHours(1));
    upgrade();
    Map<String, String> before = files();
    scene.environment.put("ANTHROPIC_API_KEY", "fake-key");
    scene.environment.put("PAWL_SOURCE", "ANTHROPIC_API_KEY");

    CommandRun token = scene.run("token");

    assertThat(token.out()).isEqualToNormalizingNewlines("fake-key\n");
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_formatBecameNewerUnderARunningManager_isNeverSpent(CacheMode cache)
      throws IOException {
    TokenManager manager = scene.manager(builder -> builder.cache(cache));
    manager.login(scene.freshGrant());
    TokenManager recording = scene.manager();
    Token first = manager.token();
    assertThat(recording.token()).isEqualTo(first);
    upgrade();
    Map<String, String> before = files();
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    TokenException login =
        catchThrowableOfType(TokenException.class, () -> manager.login(scene.freshGrant()));
    TokenException logout = catchThrowableOfType(TokenException.class, manager::logout);

    assertThat(problem.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(problem).hasMessageContaining("format version 2");
    assertThat(login.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(logout.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(files()).isEqualTo(before);
    scene.spends().areExactly(0);
  }

  private void upgrade() throws IOException {
    Path format = scene.home.resolve("format.json");
    String newer =
        Files.readString(format)
            .replace("\"format\" : 1", "\"format\" : 2")
            .replace("\"reader\" : 1", "\"reader\" : 2");
    Files.writeString(format, newer);
  }

  /** Every file with what it holds, but for the lock, which only this JVM may open. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(scene.home)) {
      all.filter(file -> Files.isRegularFile(file) && !file.endsWith("lock"))
          .forEach(file -> files.put(file.toString(), content(file)));
    }
    return files;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void store(String profile, Duration left) {
    IssuedGrant issued = scene.simulator.newFamily("alice");
    long end = System.currentTimeMillis() + left.toMillis();
    TokenSet tokens =
        new TokenSet(
            issued.accessToken(), end - Duration.ofHours(1).toMillis(), end, issued.refreshToken());
    try (TokenManager manager =
        TokenManager.builder().environment(scene.environment).profile(profile).build()) {
      manager.login(Grant.login(scene.client(), tokens));
    }
  }
}
