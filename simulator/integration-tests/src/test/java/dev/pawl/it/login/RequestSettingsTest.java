package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.ledger.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an issuer wants of a refresh besides, and which scopes it grants. */
final class RequestSettingsTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void refresh_scopeIsRepeated_isGrantedThatAlone() throws Exception {
    settings("\"refreshParameters\": [\"scope\", \"resource\"]");

    CommandRun login = logIn("--scope", "messages", "--parameter", "resource=https://a.example");
    CommandRun status = scene.run("status", "--json");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(status.out()).contains("\"scope\":\"messages\"");
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void refresh_issuerGrantsLess_isShownAndStaysUntilItSaysMore() throws Exception {
    CommandRun login = logIn("--scope", "messages profile email");
    CommandRun narrow = scene.run("status");
    CommandRun json = scene.run("status", "--json");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(narrow.out()).contains("scope       messages profile; not granted: email");
    assertThat(json.out()).contains("\"scope\":\"messages profile\"");
  }

  @Test
  void refresh_resourceIsNoAddress_isRefusedByTheIssuerWithoutEndingTheLogin() throws Exception {
    settings("\"refreshParameters\": \"resource\"");

    CommandRun login = logIn("--parameter", "resource=nowhere");

    assertThat(login.exit()).isNotEqualTo(OK);
    assertThat(login.err()).contains("invalid_target");
    scene.simulator.ledger().entries().revocations().areNone();
  }

  @Test
  void refresh_headerOfTheProtocol_isRefusedAndFoundByTheDoctor() throws Exception {
    settings("\"headers\": {\"X-Tenant\": \"blue\", \"Host\": \"elsewhere.example\"}");

    CommandRun login = logIn();
    CommandRun doctor = scene.run("doctor");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("headers names a header that is the protocol's own");
    assertThat(doctor.out()).contains("headers names a header that is the protocol's own");
    scene.spends().areNone();
  }

  @Test
  void refresh_headersAreSet_isGranted() throws Exception {
    settings("\"headers\": {\"X-Tenant\": \"blue\"}");

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void login_slashTooManyAfterTheIssuer_goesByItsNameAndForgetsNothing() throws Exception {
    String slashed = scene.simulator.issuer() + "/";
    CommandRun.settings(
        scene.directory, "{\"profiles\": {\"default\": {\"issuer\": \"%s\"}}}".formatted(slashed));

    CommandRun first = logIn("--issuer", slashed, "--parameter", "audience=a");
    CommandRun second = logIn("--issuer", slashed);
    CommandRun token = scene.run("token");

    assertThat(List.of(first.exit(), second.exit())).as(second.err()).containsOnly(OK);
    assertThat(first.err()).contains("names itself " + scene.simulator.issuer() + ",");
    assertThat(Files.readString(scene.grantFile())).contains("\"parameter.audience\": \"a\"");
    assertThat(token.exit()).as(token.err()).isEqualTo(OK);
  }

  private void settings(String fields) throws IOException {
    CommandRun.settings(
        scene.directory, "{\"issuers\": {\"" + scene.simulator.issuer() + "\": {" + fields + "}}}");
  }

  private CommandRun logIn(String... more) {
    List<String> words = new ArrayList<>(List.of("login", "--method", "refresh-token"));
    if (!List.of(more).contains("--issuer")) {
      words.addAll(List.of("--issuer", scene.simulator.issuer().toString()));
    }
    words.addAll(List.of("--client-id", scene.simulator.clientId()));
    words.addAll(List.of(more));
    String refresh = scene.simulator.newFamily("alice").refreshToken();
    return CommandRun.of(scene.environment, refresh, words.toArray(String[]::new));
  }
}
