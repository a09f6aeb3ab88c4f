package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.Surfer;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.token.Token;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Logins in the browser at an issuer that is known by name, whose server speaks as that vendor's
 * does: the simulator, by its dialects.
 */
final class VendorLoginTest {
  private static final String CLIENT = "desktop-client";
  private static final String SECRET = "the-secret-of-the-desktop-client";

  @RegisterExtension final UserScene scene = UserScene.strict();

  @ParameterizedTest
  @CsvSource({
    "slack, CLIENT_SECRET_BASIC",
    "github, CLIENT_SECRET_POST",
    "google, CLIENT_SECRET_POST"
  })
  void browser_vendorAnswersInItsWords_isLoggedInRefreshedAndServed(
      String preset, ClientAuthentication method) throws Exception {
    register(method);
    scene.fault("login#1: AFTER_COMMIT dialect=" + preset);
    scene.fault("refresh#1: AFTER_COMMIT dialect=" + preset);

    CommandRun login = logIn(preset);
    scene.expire();
    Token token = scene.manager().token();
    CommandRun status = scene.run("status");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(scene.isAccepted(token)).isTrue();
    assertThat(status.all()).doesNotContain("not granted");
    scene.simulator.ledger().entries().of(Operation.LOGIN).areExactly(1);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "slack, invalid_code, " + LOG_IN,
    "slack, bad_redirect_uri, " + FIX_CONFIGURATION,
    "slack, bad_client_secret, " + FIX_CONFIGURATION,
    "slack, ratelimited, " + TRY_LATER,
    "github, bad_verification_code, " + LOG_IN,
    "github, redirect_uri_mismatch, " + FIX_CONFIGURATION,
    "github, incorrect_client_credentials, " + FIX_CONFIGURATION,
    "google, invalid_grant, " + LOG_IN,
    "google, invalid_client, " + FIX_CONFIGURATION,
    "gitlab, invalid_grant, " + LOG_IN,
    "gitlab, invalid_client, " + FIX_CONFIGURATION,
    "dropbox, code, " + LOG_IN,
    "dropbox, invalid_client, " + FIX_CONFIGURATION,
    "notion, invalid_client, " + FIX_CONFIGURATION,
    "bitbucket, unauthorized_client, " + FIX_CONFIGURATION,
    "atlassian, access_denied, " + FIX_CONFIGURATION,
    "salesforce, invalid_client_id, " + FIX_CONFIGURATION,
    "salesforce, inactive_user, " + FIX_CONFIGURATION,
    "zoom, invalid_grant, " + LOG_IN,
    "hubspot, BAD_AUTH_CODE, " + LOG_IN,
    "hubspot, BAD_CLIENT_SECRET, " + FIX_CONFIGURATION
  })
  void browser_vendorRefusesTheCode_meansWhatThePresetSays(String preset, String error, int exit)
      throws Exception {
    register(ClientAuthentication.CLIENT_SECRET_POST, ClientAuthentication.CLIENT_SECRET_BASIC);
    scene.fault("login#1: BEFORE_COMMIT error=" + error + " dialect=" + preset);

    CommandRun login = logIn(preset);

    assertThat(login.exit()).as(login.err()).isEqualTo(exit);
    assertThat(login.err()).contains("refused the login: ", "nothing was stored");
    scene.simulator.ledger().entries().of(Operation.LOGIN).areExactly(1);
  }

  @Test
  void browser_settingsNameTheError_winOverThePreset() throws Exception {
    CommandRun.settings(
        scene.directory,
        "{\"profiles\": {\"default\": {\"retryableErrors\": [\"bad_redirect_uri\"]}}}");
    register(ClientAuthentication.CLIENT_SECRET_BASIC);
    scene.fault("login#1: BEFORE_COMMIT error=bad_redirect_uri dialect=slack");

    CommandRun login = logIn("slack");

    assertThat(login.exit()).as(login.err()).isEqualTo(TRY_LATER);
  }

  private void register(ClientAuthentication... methods) {
    RegisteredClient known = RegisteredClient.confidential(CLIENT, SECRET);
    scene.simulator.clients().put(known.authentications(Set.of(methods)));
  }

  private CommandRun logIn(String preset) throws Exception {
    List<String> words = new ArrayList<>(List.of("login", "--issuer", preset));
    words.addAll(List.of("--client-id", CLIENT, "--scope", "messages offline_access"));
    words.addAll(List.of("--client-secret", secret()));
    words.addAll(List.of("--token-endpoint", scene.simulator.tokenEndpoint().toString()));
    words.addAll(
        List.of("--authorization-endpoint", scene.simulator.authorizationEndpoint().toString()));
    Surfer surfer = new Surfer();
    try (LiveCommand login = new LiveCommand(scene.environment, words.toArray(String[]::new))) {
      HttpResponse<String> unused = surfer.visit(unsigned(surfer.sentTo(login.address())));
      return login.end();
    }
  }

  private String secret() throws Exception {
    return SecretFile.write(scene.directory.resolve("secret"), SECRET + "\n");
  }

  /* None of these vendors says in the redirect who it is, as RFC 9207 has it. */
  private static URI unsigned(URI redirect) {
    return URI.create(redirect.toString().replaceFirst("[?&]iss=[^&]*", ""));
  }
}
