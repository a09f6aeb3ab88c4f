package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.Surfer;
import dev.pawl.network.TlsFiles;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.client.KnownCertificate;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.tls.ClientIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that shows a certificate in TLS (RFC 8705). The server knows it at the aliases of its
 * endpoints alone, since it asks for no certificate elsewhere. The tests share one simulator, since
 * certificates take seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CertificateClientTest {
  private static final String ID = "gateway";
  private static final String SUBJECT = "CN=gateway,O=Example";

  @TempDir private Path home;
  private Simulator simulator;
  private ClientIdentity signed;
  private ClientIdentity stranger;
  private Map<String, String> environment = Map.of();

  @BeforeAll
  void start() {
    simulator = Simulator.builder().accessTtl(Duration.ofHours(1)).tls().start();
    signed = ClientIdentity.signed(SUBJECT);
    stranger = ClientIdentity.selfSigned(SUBJECT);
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @BeforeEach
  void trust() throws IOException {
    environment = CommandRun.environment(home);
    Files.writeString(home.resolve("ca.pem"), simulator.caCertificate());
    settings("");
    simulator.reset();
    simulator.clients().put(knownBySubject());
  }

  @Test
  void refresh_subjectThatTheServerKnows_isGrantedAtTheAlias() throws Exception {
    CommandRun login = logIn("--client-certificate", file(signed));

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(outcomes()).containsExactly(Outcome.GRANTED);
    assertThat(stored())
        .contains("tls_client_auth", "/mtls/oauth/token", "/mtls/oauth/revoke")
        .doesNotContain("PRIVATE KEY");
  }

  @Test
  void refresh_certificateThatTheServerKnowsItself_isGranted() throws Exception {
    simulator
        .clients()
        .put(RegisteredClient.showing(ID, KnownCertificate.pinned(stranger.certificate())));

    CommandRun login =
        logIn(
            "--client-certificate",
            file(stranger),
            "--client-authentication",
            "self_signed_tls_client_auth");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(outcomes()).containsExactly(Outcome.GRANTED);
  }

  @Test
  void refresh_sameSubjectOfAnotherAuthority_isRefusedUntilTheFileIsCorrected() throws Exception {
    CommandRun refused = logIn("--client-certificate", file(stranger));
    CommandRun again = run("token");
    String place = file(signed);
    CommandRun served = run("token");

    assertThat(refused.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(refused.err()).contains("invalid_client", "--client-certificate");
    assertThat(again.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(served.exit()).as(served.err() + place).isEqualTo(OK);
    assertThat(outcomes()).containsExactly(Outcome.INVALID_CLIENT, Outcome.GRANTED);
  }

  @Test
  void refresh_firstOfTwoCertificatesIsRefused_presentsTheTokenOnceMoreWithTheSecond()
      throws Exception {
    Path old = home.resolve("old.pem");
    String places = "\"%s\", \"%s\"".formatted(SecretFile.write(old, stranger.pem()), file(signed));
    settings("\"clientCertificate\": [" + places + "]");

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(outcomes()).containsExactly(Outcome.INVALID_CLIENT, Outcome.GRANTED);
  }

  @Test
  void refresh_methodIsSetAndNoCertificate_sendsNothingAndSaysWhatToSet() throws Exception {
    settings("\"clientAuthentication\": \"tls_client_auth\"");

    CommandRun login = logIn();

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("setting clientCertificate", "--client-certificate");
    assertThat(outcomes()).isEmpty();
  }

  @Test
  void refresh_whereNoCertificateIsAskedFor_isInvalidClient() throws Exception {
    CommandRun login =
        logIn(
            "--client-certificate",
            file(signed),
            "--token-endpoint",
            simulator.tokenEndpoint().toString());

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(outcomes()).containsExactly(Outcome.INVALID_CLIENT);
  }

  @Test
  void browser_clientThatShowsACertificate_isLoggedInKnownAndLoggedOut() throws Exception {
    List<String> words = options("--client-certificate", file(signed));
    words.addAll(List.of("--scope", "openid email offline_access messages"));
    Surfer surfer = new Surfer(TlsFiles.trusting(home.resolve("ca.pem")).context());

    CommandRun login = LiveCommand.inBrowser(environment, words, surfer);
    CommandRun logout = run("logout");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(logout.exit()).as(logout.err()).isEqualTo(OK);
    simulator.ledger().entries().of(Operation.LOGIN).with(Outcome.GRANTED).areExactly(1);
    simulator.ledger().entries().revocations().areExactly(1);
    simulator.ledger().entries().with(Outcome.INVALID_CLIENT).areNone();
  }

  @Test
  void import_lineOfAClientThatShowsACertificate_isRefreshedAtTheAlias() throws Exception {
    String refresh = simulator.newFamily("alice", ID).refreshToken();
    String line =
        "{\"profile\":\"default\",\"issuer\":\"%s\",\"client_id\":\"%s\",\"refresh_token\":\"%s\","
            + "\"client_authentication\":\"tls_client_auth\",\"client_secret_at\":\"%s\"}";

    CommandRun stored =
        CommandRun.of(
            environment,
            line.formatted(simulator.issuer(), ID, refresh, file(signed)),
            "login",
            "--import",
            "-");
    CommandRun token = run("token");

    assertThat(stored.exit()).as(stored.err()).isEqualTo(OK);
    assertThat(token.exit()).as(token.err()).isEqualTo(OK);
    assertThat(outcomes()).containsExactly(Outcome.GRANTED);
  }

  @Test
  void token_ofALoginOfTheEnvironmentThatShowsACertificate_isRefreshedAtTheAlias()
      throws Exception {
    String issuer = simulator.issuer().toString();
    CommandRun.settings(
        home,
        ("{\"network\": {\"trust\": \"%s\"}, \"profiles\": {\"default\": {\"issuer\": \"%s\","
                + " \"clientId\": \"%s\", \"clientCertificate\": \"%s\"}}}")
            .formatted(home.resolve("ca.pem"), issuer, ID, file(signed)));
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(
        "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", simulator.newFamily("alice", ID).refreshToken());
    variables.put("CLAUDE_CODE_OAUTH_SCOPES", "messages");

    CommandRun token = CommandRun.of(variables, "", "token");

    assertThat(token.exit()).as(token.err()).isEqualTo(OK);
    assertThat(outcomes()).containsExactly(Outcome.GRANTED);
    assertThat(stored()).contains("/mtls/oauth/token");
  }

  @Test
  void device_clientThatShowsACertificate_beginsAtTheAlias() throws Exception {
    List<String> words = options("--client-certificate", file(signed), "--method", "device");
    simulator.consent().device(Consent.Manner.APPROVE);
    simulator.consent().interval(Duration.ZERO);

    CommandRun login = run(words.toArray(String[]::new));

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    simulator.ledger().entries().with(Outcome.INVALID_CLIENT).areNone();
  }

  private RegisteredClient knownBySubject() {
    return RegisteredClient.showing(ID, KnownCertificate.of(SUBJECT, signed.authority()));
  }

  private String file(ClientIdentity identity) throws IOException {
    return SecretFile.write(home.resolve("client.pem"), identity.pem());
  }

  private void settings(String fields) throws IOException {
    String issuer = simulator.issuer().toString();
    CommandRun.settings(
        home,
        "{\"network\": {\"trust\": \"%s\"}, \"issuers\": {\"%s\": {%s}}}"
            .formatted(home.resolve("ca.pem"), issuer, fields));
  }

  private CommandRun logIn(String... more) {
    List<String> words = options(more);
    words.add("--refresh-token-stdin");
    String refresh = simulator.newFamily("alice", ID).refreshToken();
    return CommandRun.of(environment, refresh, words.toArray(String[]::new));
  }

  private List<String> options(String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("login", "--issuer", simulator.issuer().toString()));
    words.addAll(List.of("--client-id", ID));
    words.addAll(List.of(more));
    return words;
  }

  private CommandRun run(String... words) {
    return CommandRun.of(environment, "", words);
  }

  private List<Outcome> outcomes() {
    return simulator.ledger().entries().spends().list().stream().map(LedgerEntry::outcome).toList();
  }

  private String stored() throws IOException {
    return Files.readString(home.resolve("state/grants/default.json"));
  }
}
