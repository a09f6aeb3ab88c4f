package dev.pawl.it.credentials;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.credentials.Credentials;
import dev.pawl.http.BearerClient;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The verbs {@code token}, {@code status} and {@code explain} over all sources. */
final class SourcesTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void token_variable_outranksTheLoginWithoutTouchingIt() {
    scene.loggedIn();
    scene.expire();
    scene.environment.put("CLAUDE_CODE_OAUTH_TOKEN", "environment-token");

    CommandRun token = scene.run("token");

    assertThat(token).isEqualTo(new CommandRun(0, "environment-token\n", ""));
    scene.spends().areNone();
  }

  @Test
  void token_sourceNamed_usesThatAlone() {
    String login = scene.loggedIn().token().value();
    scene.environment.put("ANTHROPIC_API_KEY", "environment-key");

    assertThat(scene.run("token").out()).isEqualTo(login + "\n");
    assertThat(scene.run("token", "--source", "ANTHROPIC_API_KEY").out())
        .isEqualTo("environment-key\n");
    assertThat(scene.run("token", "--source", "ANTHROPIC_AUTH_TOKEN").exit())
        .isEqualTo(FIX_CONFIGURATION);
  }

  @Test
  void everyVerb_profileNamed_meansThatLoginAlone() throws Exception {
    String login = scene.loggedIn().token().value();
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "somebody-elses");
    scene.environment.put("CLAUDE_CODE_USE_BEDROCK", "1");

    CommandRun unnamed = scene.run("token");
    List<String> tokens = new ArrayList<>();
    for (String named :
        List.of("token default", "token --helper default", "token --profile default")) {
      tokens.add(scene.run(named.split(" ")).out());
    }
    Map<String, Object> status = json(scene.run("status", "--json", "default"));
    Map<String, Object> explained = json(scene.run("explain", "--json", "--profile", "default"));
    scene.environment.put("PAWL_PROFILE", "default");
    tokens.add(scene.run("token").out());

    assertThat(unnamed.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(tokens).hasSize(4).containsOnly(login + "\n");
    assertThat(status).containsEntry("source", "login").containsEntry("usable", true);
    assertThat(explained).containsEntry("source", "login").containsEntry("usable", true);
    assertThat(scene.run("token", "--source", "ANTHROPIC_AUTH_TOKEN").out())
        .isEqualTo("somebody-elses\n");
  }

  @Test
  void token_profileNamedAndNobodyLoggedIn_asksForThatLogin() {
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "somebody-elses");

    CommandRun token = scene.run("token", "work");

    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(token.out()).isEmpty();
    assertThat(token.err()).contains("work").doesNotContain("somebody-elses");
  }

  @Test
  void token_brokenVariable_saysWhichAndExits4() {
    scene.loggedIn();
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "two words");

    CommandRun token = scene.run("token");
    CommandRun status = scene.run("status");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.out()).isEmpty();
    assertThat(token.err()).contains("ANTHROPIC_AUTH_TOKEN").doesNotContain("two words");
    assertThat(status.exit()).isEqualTo(LOG_IN);
    assertThat(status.all()).contains("ANTHROPIC_AUTH_TOKEN").doesNotContain("two words");
  }

  @Test
  void status_json_keepsItsFieldsAndNamesTheSource() throws Exception {
    scene.loggedIn();
    Map<String, Object> login = json(scene.run("status", "--json"));
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "environment-token");
    Map<String, Object> variable = json(scene.run("status", "--json"));

    assertThat(login.keySet())
        .containsExactly(
            "profile",
            "state",
            "usable",
            "generation",
            "expiry",
            "retryAt",
            "skewMillis",
            "cache",
            "lockHolder",
            "cacheEngine",
            "cacheCapacity",
            "cacheUsed",
            "cacheEpoch",
            "store",
            "source",
            "method",
            "email",
            "organization",
            "organizationName",
            "billing",
            "loginExpiry",
            "scope",
            "bound",
            "problem",
            "unfinishedLogin",
            "waitingLogin");
    assertThat(login).containsEntry("source", "login").containsEntry("usable", true);
    assertThat(variable.keySet()).isEqualTo(login.keySet());
    assertThat(variable)
        .containsEntry("source", "ANTHROPIC_AUTH_TOKEN")
        .containsEntry("state", "GOOD")
        .containsEntry("usable", true);
  }

  @Test
  void status_json_tellsTheAccountOfTheLoginThatIsUsedAlone() throws Exception {
    Account account =
        new Account("oauth", "alice@example.com", "org-1", "Example", Billing.SUBSCRIPTION);
    scene.manager().login(account.on(scene.freshGrant()));

    Map<String, Object> login = json(scene.run("status", "--json"));
    scene.environment.put("ANTHROPIC_API_KEY", "environment-key");
    scene.environment.put("PAWL_SOURCE", "ANTHROPIC_API_KEY");
    Map<String, Object> variable = json(scene.run("status", "--json"));

    assertThat(login)
        .containsEntry("method", "oauth")
        .containsEntry("email", "alice@example.com")
        .containsEntry("organization", "org-1")
        .containsEntry("organizationName", "Example")
        .containsEntry("billing", "subscription");
    assertThat(variable)
        .containsEntry("email", "")
        .containsEntry("organization", "")
        .containsEntry("billing", "per-token");
  }

  @Test
  void explain_everySource_showsFingerprintsOnly() throws Exception {
    TokenManager manager = scene.manager();
    Account account =
        new Account("oauth", "alice@example.com", "org-1", "Example", Billing.SUBSCRIPTION);
    manager.login(account.on(scene.freshGrant()));
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "");
    scene.environment.put("CLAUDE_CODE_OAUTH_TOKEN", "environment-token");
    scene.environment.put("ANTHROPIC_API_KEY", "environment-key");

    CommandRun text = scene.run("explain");
    CommandRun json = scene.run("explain", "--json");

    assertThat(text.exit()).isEqualTo(OK);
    assertThat(text.out())
        .contains("> CLAUDE_CODE_OAUTH_TOKEN ", "fingerprint ", "alice@example.com", "Example")
        .contains("empty", "shadowed", "billing per-token", "billing subscription");
    assertThat(text.all() + json.all())
        .doesNotContain("environment-token", "environment-key", manager.token().value());
    Fields fields = Fields.read(json.out().getBytes(StandardCharsets.UTF_8));
    assertThat(fields.text("source")).isEqualTo("CLAUDE_CODE_OAUTH_TOKEN");
    assertThat(fields.asMap()).containsEntry("usable", true);
  }

  @Test
  void explain_nothingConfigured_exits1AndCreatesNothing() {
    CommandRun explain = scene.run("explain");

    assertThat(explain.exit()).isEqualTo(LOG_IN);
    assertThat(explain.out()).contains("nothing is configured");
    assertThat(scene.directory.resolve("state")).doesNotExist();
  }

  @Test
  void token_refreshTokenOfTheEnvironment_isSpentOnceByAll() throws Exception {
    giveRefreshToken();
    configureIssuer();

    List<String> tokens = byMany(8);

    assertThat(tokens).hasSize(8).containsOnly(tokens.get(0));
    scene.spends().areExactly(1);
    assertThat(scene.run("token").out()).isEqualTo(tokens.get(0) + "\n");
  }

  @Test
  void token_refreshTokenUsedBefore_isNeverSpentAgain() throws Exception {
    giveRefreshToken();
    configureIssuer();
    assertThat(scene.run("token").exit()).isEqualTo(OK);
    for (int i = 0; i < 70; i++) {
      scene.expire();
      assertThat(scene.run("token").exit()).isEqualTo(OK);
    }
    int spent = scene.spends().count();

    assertThat(scene.run("logout").exit()).isEqualTo(OK);
    CommandRun token = scene.run("token");
    CommandRun other = scene.run("token", "other");

    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(other.exit()).isNotZero();
    assertThat(scene.run("explain").out()).contains("became a login before");
    scene.spends().areExactly(spent);
  }

  @Test
  void token_refreshTokenIncomplete_saysWhatIsMissing() throws Exception {
    scene.environment.put("CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "environment-refresh");

    CommandRun scopes = scene.run("token");
    scene.environment.put("CLAUDE_CODE_OAUTH_SCOPES", "user:inference user:profile");
    CommandRun issuer = scene.run("token");

    assertThat(scopes.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(scopes.err()).contains("CLAUDE_CODE_OAUTH_SCOPES");
    assertThat(issuer.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(issuer.err()).contains("profiles.default").doesNotContain("environment-refresh");
    scene.spends().areNone();
  }

  @Test
  void token_refreshTokenBesideAKey_startsNoLogin() throws Exception {
    giveRefreshToken();
    configureIssuer();
    scene.environment.put("ANTHROPIC_API_KEY", "environment-key");

    assertThat(scene.run("token").out()).isEqualTo("environment-key\n");
    assertThat(scene.run("explain").out()).contains("no login is started");
    scene.spends().areNone();
  }

  @Test
  void token_refreshTokenBesideALogin_leavesItAlone() throws Exception {
    String login = scene.loggedIn().token().value();
    giveRefreshToken();
    configureIssuer();

    assertThat(scene.run("token").out()).isEqualTo(login + "\n");
    scene.spends().areNone();
  }

  @Test
  void renew_rejectedVariable_neverReachesTheLogin() {
    scene.loggedIn();
    scene.environment.put("CLAUDE_CODE_OAUTH_TOKEN", "environment-token");

    try (Credentials credentials =
        Credentials.builder(TokenManager.builder().environment(scene.environment)).build()) {
      var token = credentials.token();
      assertThatThrownBy(() -> credentials.renew(token))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("rejected");
    }
    scene.spends().areNone();
  }

  @Test
  void send_keyOfTheEnvironment_hasItsOwnHeaderAndNoStandIn() throws Exception {
    scene.loggedIn();
    scene.environment.put("ANTHROPIC_API_KEY", "environment-key");
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          seen.add(headers.getFirst("Authorization") + " " + headers.getFirst("X-Api-Key"));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder().environment(scene.environment))
            .source("ANTHROPIC_API_KEY")
            .build()) {
      BearerClient client =
          BearerClient.builder(credentials, HttpClient.newHttpClient()).origins(uri).build();

      assertThatThrownBy(
              () -> client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("ANTHROPIC_API_KEY");
    } finally {
      server.stop(0);
    }
    assertThat(seen).containsExactly("null environment-key");
  }

  @Test
  void token_descriptor_isReadFromPipesFilesAndNothingElse() throws Exception {
    assertThat(child("printf 'descriptor-token\\n' | %s token 7<&0").out())
        .isEqualTo("descriptor-token\n");
    Files.writeString(scene.directory.resolve("file"), "file-token");
    assertThat(child("%s token 7<" + scene.directory.resolve("file")).out())
        .isEqualTo("file-token\n");
    for (String script :
        List.of(
            "%s token",
            "yes token | %s token 7<&0",
            "%s token 7</dev/zero",
            "printf 'one\\ntwo\\n' | %s token 7<&0",
            "script -qec \"%s token 7<&0\" /dev/null")) {
      CommandRun broken = child(script);
      assertThat(broken.exit()).as(script + broken.all()).isEqualTo(FIX_CONFIGURATION);
      assertThat(broken.all()).contains("CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR");
    }
  }

  private CommandRun child(String script) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String main = java + " -XX:TieredStopAtLevel=1 -cp " + classPath() + " " + Main.class.getName();
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script.formatted(main));
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR", "7");
    Path out = scene.directory.resolve("out");
    Path err = scene.directory.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    int exit = process.waitFor();
    return new CommandRun(exit, Files.readString(out), Files.readString(err));
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private void giveRefreshToken() {
    IssuedGrant issued = scene.simulator.newFamily("alice");
    scene.environment.put("CLAUDE_CODE_OAUTH_REFRESH_TOKEN", issued.refreshToken());
    scene.environment.put("CLAUDE_CODE_OAUTH_SCOPES", "user:inference user:profile");
  }

  private void configureIssuer() throws IOException {
    Map<String, Object> profile =
        Map.of(
            "issuer", scene.simulator.issuer().toString(), "clientId", scene.simulator.clientId());
    Path file = scene.directory.resolve("config/pawl/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, Json.write(Map.of("profiles", Map.of("default", profile, "other", profile))));
  }

  private List<String> byMany(int callers) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(callers);
    try {
      List<Future<CommandRun>> runs = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        runs.add(executor.submit(() -> scene.run("token")));
      }
      List<String> tokens = new ArrayList<>();
      for (Future<CommandRun> run : runs) {
        CommandRun done = run.get();
        assertThat(done.exit()).as(done.err()).isEqualTo(OK);
        tokens.add(done.out().strip());
      }
      return tokens;
    } finally {
      executor.shutdownNow();
    }
  }

  private static Map<String, Object> json(CommandRun run) throws IOException {
    @SuppressWarnings("unchecked") // no field of a status is left out
    Map<String, Object> fields = (Map<String, Object>) (Map<String, ?>) Json.read(run.out());
    return fields;
  }
}
