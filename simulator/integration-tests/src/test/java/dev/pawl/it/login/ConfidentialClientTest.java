package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client with a secret, against an issuer that wants it (RFC 6749 section 2.3). */
final class ConfidentialClientTest {
  private static final String ID = "gateway:eu 1";
  private static final String SECRET = "s%c+r:e t-of-the-gateway-in-europe";
  private static final String OLD = "the-secret-before-this-one";

  @RegisterExtension final UserScene scene = UserScene.strict();

  @ParameterizedTest
  @CsvSource({
    "client_secret_basic, CLIENT_SECRET_BASIC",
    "client_secret_post, CLIENT_SECRET_POST",
    "client_secret_jwt, CLIENT_SECRET_JWT"
  })
  void refresh_methodThatTheIssuerWants_spendsOnce(String method, ClientAuthentication wanted)
      throws Exception {
    register(SECRET, wanted);

    CommandRun login = logIn("--client-secret", file(SECRET), "--client-authentication", method);

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
    assertThat(stored()).contains(method).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "env", "command", "text"})
  void refresh_secretInAnyPlaceOfTheSettings_isUsed(String kind) throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    scene.environment.put("GATEWAY_SECRET", SECRET);
    String place =
        switch (kind) {
          case "file" -> file(SECRET);
          case "env" -> "env:GATEWAY_SECRET";
          case "command" -> "command:cat " + file(SECRET).substring("file:".length());
          default -> "text:" + SECRET;
        };
    settings("\"" + place + "\"");

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void browser_clientHasASecret_isAskedForByWhatTheIssuerSupportsAndForEachRequest()
      throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_POST);
    List<String> words = options("login", "--client-secret", file(SECRET));

    CommandRun login = LiveCommand.inBrowser(scene.environment, words);
    CommandRun logout = scene.run("logout");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(logout.exit()).as(logout.err()).isEqualTo(OK);
    scene.simulator.ledger().entries().revocations().areExactly(1);
    scene.simulator.ledger().entries().with(Outcome.INVALID_CLIENT).areNone();
  }

  @Test
  void refresh_secretIsWrong_spendsNothingAndServesOnceItIsCorrected() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    String place = file("not-the-secret");

    CommandRun refused = logIn("--client-secret", place);
    CommandRun again = scene.run("token");
    file(SECRET);
    CommandRun served = scene.run("token");

    assertThat(refused.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(refused.err()).contains("invalid_client").doesNotContain("not-the-secret");
    assertThat(again.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(served.exit()).as(served.err()).isEqualTo(OK);
    Entries asked = scene.spends();
    asked.with(Outcome.INVALID_CLIENT).areExactly(1);
    asked.with(Outcome.GRANTED).areExactly(1);
    asked.areExactly(2);
  }

  @Test
  void refresh_firstOfTwoSecretsIsRefused_presentsTheTokenOnceMoreWithTheSecond() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    settings("[\"text:" + OLD + "\", \"" + file(SECRET) + "\"]");

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    List<LedgerEntry> asked = scene.spends().areExactly(2).list();
    assertThat(asked)
        .extracting(LedgerEntry::outcome)
        .containsExactly(Outcome.INVALID_CLIENT, Outcome.GRANTED);
  }

  /* Each refusal proves that the token was not looked at. */
  @Test
  void refresh_firstSecretIsRefusedAndTheServerWantsANonce_presentsOnceMoreForEach()
      throws Exception {
    RegisteredClient known = RegisteredClient.confidential(ID, SECRET);
    scene
        .simulator
        .clients()
        .put(
            known
                .authentications(Set.of(ClientAuthentication.CLIENT_SECRET_BASIC))
                .binding(TokenBinding.REQUIRED_WITH_NONCE));
    settings("[\"text:" + OLD + "\", \"" + file(SECRET) + "\"]");

    CommandRun login = logIn("--dpop");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(scene.spends().list())
        .extracting(LedgerEntry::outcome)
        .containsExactly(Outcome.INVALID_CLIENT, Outcome.INVALID_PROOF, Outcome.GRANTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad_client_secret dialect=slack",
        "BAD_CLIENT_SECRET dialect=hubspot",
        "invalid_client_id dialect=salesforce",
        "incorrect_client_credentials dialect=github"
      })
  void refresh_vendorRefusesTheFirstSecretInItsWords_presentsTheTokenOnceMoreWithTheSecond(
      String refusal) throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    settings("[\"text:" + SECRET + "\", \"" + file(SECRET) + "\"]");
    scene.fault("refresh#1: BEFORE_COMMIT error=" + refusal);

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void refresh_bothSecretsAreRefused_saysSoAndAsksNoMore() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    settings("[\"text:" + OLD + "\", \"text:another-one-of-them\"]");

    CommandRun login = logIn();
    CommandRun again = scene.run("token");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(again.exit()).isEqualTo(FIX_CONFIGURATION);
    scene.spends().areExactly(2).with(Outcome.INVALID_CLIENT).areExactly(2);
  }

  @Test
  void refresh_oneOfTwoPlacesHoldsNothingYet_usesTheOther() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    settings("[\"file:/nowhere/secret\", \"" + file(SECRET) + "\"]");

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void refresh_variableOfThisProcessIsWrong_isNoVerdictForEverAndAll() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    scene.environment.put("GATEWAY_SECRET", "the-secret-of-last-week");
    CommandRun refused = logIn("--client-secret", "env:GATEWAY_SECRET");
    scene.environment.put("GATEWAY_SECRET", SECRET);

    Instant last = Instant.now().plusSeconds(60);
    CommandRun served = scene.run("token");
    while (served.exit() == FIX_CONFIGURATION && Instant.now().isBefore(last)) {
      served = scene.run("token");
    }

    assertThat(refused.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(served.exit()).as(served.err()).isEqualTo(OK);
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void settings_secretOfAnotherClient_isNotSent() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    CommandRun.settings(
        scene.directory,
        "{\"issuers\": {\""
            + scene.simulator.issuer()
            + "\": {\"clientId\": \"another\", \"clientSecret\": \"env:GATEWAY_SECRET\"}}}");
    scene.environment.put("GATEWAY_SECRET", SECRET);

    CommandRun login = logIn();

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    scene.spends().areExactly(1).with(Outcome.INVALID_CLIENT).areExactly(1);
  }

  @Test
  void refresh_secretCannotBeHad_sendsNothingAndNamesThePlace() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);

    CommandRun unset = logIn("--client-secret", "env:GATEWAY_SECRET");
    Path exposed = Path.of(file(SECRET).substring("file:".length()));
    Files.setPosixFilePermissions(exposed, PosixFilePermissions.fromString("rw-r--r--"));
    CommandRun open = logIn("--client-secret", "file:" + exposed);

    assertThat(unset.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(unset.err()).contains("env:GATEWAY_SECRET is empty");
    assertThat(open.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(open.err()).contains("chmod 600 " + exposed).doesNotContain(SECRET);
    scene.spends().areNone();
  }

  @Test
  void login_secretAsAnArgument_isRefusedAndNotRepeated() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);

    CommandRun plain = logIn("--client-secret", SECRET);
    CommandRun marked = logIn("--client-secret", "text:" + SECRET);

    assertThat(List.of(plain.exit(), marked.exit())).containsOnly(USAGE);
    assertThat(plain.err()).contains("file:/PATH").doesNotContain(SECRET);
    assertThat(marked.err()).contains("file:/PATH").doesNotContain(SECRET);
    scene.spends().areNone();
  }

  @Test
  void login_publicClientWhereASecretIsWanted_saysHowToGiveIt() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);

    CommandRun login = logIn();

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("invalid_client", "--client-secret");
  }

  @Test
  void settings_secretInTheClearInAnOpenFile_areRefused() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    settings("\"text:" + SECRET + "\"");
    Path file = scene.directory.resolve("config/pawl/settings.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    CommandRun login = logIn();
    CommandRun doctor = scene.run("doctor");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("chmod 600 " + file).doesNotContain(SECRET);
    assertThat(doctor.out()).contains("chmod 600 " + file).doesNotContain(SECRET);
    scene.spends().areNone();
  }

  @Test
  void settings_secretWithoutItsIssuer_isSentToNobody() throws Exception {
    register(SECRET, ClientAuthentication.CLIENT_SECRET_BASIC);
    CommandRun.settings(
        scene.directory, "{\"profiles\": {\"default\": {\"clientSecret\": \"env:X\"}}}");

    CommandRun login = logIn();

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("profiles.default.clientSecret needs the field issuer");
    scene.spends().areNone();
  }

  /** All that lies in the state directory. */
  private String stored() throws IOException {
    StringBuilder stored = new StringBuilder();
    try (Stream<Path> files = Files.walk(scene.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        stored.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return stored.toString();
  }

  private void register(String secret, ClientAuthentication method) {
    RegisteredClient known = RegisteredClient.confidential(ID, secret);
    scene.simulator.clients().put(known.authentications(Set.of(method)));
  }

  private CommandRun logIn(String... more) {
    List<String> words = options("login", more);
    words.add("--refresh-token-stdin");
    String refresh = scene.simulator.newFamily("alice", ID).refreshToken();
    return CommandRun.of(scene.environment, refresh, words.toArray(String[]::new));
  }

  private List<String> options(String command, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(command, "--issuer", scene.simulator.issuer().toString()));
    words.addAll(List.of("--client-id", ID));
    words.addAll(List.of(more));
    return words;
  }

  private String file(String secret) throws IOException {
    return SecretFile.write(scene.directory.resolve("secret"), secret + "\n");
  }

  private void settings(String secret) throws IOException {
    CommandRun.settings(
        scene.directory,
        "{\"profiles\": {\"default\": {\"issuer\": \""
            + scene.simulator.issuer()
            + "\", \"clientSecret\": "
            + secret
            + "}}}");
    Files.setPosixFilePermissions(
        scene.directory.resolve("config/pawl/settings.json"),
        PosixFilePermissions.fromString("rw-------"));
  }
}
