package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.UserScene;
import dev.pawl.json.Json;
import dev.pawl.spi.LastLogin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins at an issuer that is known by name; its endpoints are those of the simulator. */
final class IssuerPresetLoginTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void login_presetIsNamed_keepsWhatIsKnownOfTheIssuer() throws Exception {
    CommandRun login = logIn("--issuer", "google");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(kept())
        .containsEntry("issuer", "https://accounts.google.com")
        .containsEntry("replay", "free")
        .containsEntry("finalErrors", "invalid_rapt,rapt_required")
        .containsEntry("parameter.access_type", "offline");
  }

  @Test
  void login_optionsBesidesAPreset_win() throws Exception {
    CommandRun login =
        logIn("--issuer", "google", "--replay", "never", "--parameter", "access_type=online");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(kept()).containsEntry("replay", "never");
    assertThat(kept()).containsEntry("parameter.access_type", "online");
  }

  @Test
  void login_settingsOfTheProfileBesidesAPreset_win() throws Exception {
    CommandRun.settings(
        scene.directory,
        """
        {"profiles": {"default": {"replay": "window:7s", "parameters": {"prompt": "none"}}}}""");

    CommandRun login = logIn("--issuer", "google");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(kept()).containsEntry("replay", "window:7s");
    assertThat(kept())
        .containsEntry("parameter.prompt", "none")
        .containsEntry("parameter.access_type", "offline");
  }

  @Test
  void login_settingsNameAPreset_keepsWhatIsKnownAndServes() throws Exception {
    CommandRun.settings(scene.directory, "{\"profiles\": {\"default\": {\"issuer\": \"google\"}}}");

    CommandRun login = logIn();
    CommandRun token = scene.run("token");

    assertThat(List.of(login.exit(), token.exit())).as(login.err() + token.err()).containsOnly(OK);
    assertThat(kept())
        .containsEntry("issuer", "https://accounts.google.com")
        .containsEntry("replay", "free");
  }

  @Test
  void login_settingsNameNoPresetThatThereIs_saysWhereAndWhatWasPerhapsMeant() throws Exception {
    CommandRun.settings(scene.directory, "{\"profiles\": {\"default\": {\"issuer\": \"gogle\"}}}");

    CommandRun login = logIn();

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("field profiles.default.issuer", "did you mean google?");
  }

  /* Who named no preset then was not told of the issuer; who names one now is. */
  @Test
  void login_presetIsNamedLater_itsFactsCountAndWhatWasWishedStays() throws Exception {
    CommandRun before = logIn("--issuer", "https://accounts.google.com", "--scope", "messages");
    assertThat(before.exit()).as(before.err()).isEqualTo(OK);
    assertThat(kept()).containsEntry("replay", "unknown");

    CommandRun login = logIn("--issuer", "google");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(kept()).containsEntry("replay", "free").containsEntry("scope", "messages");
  }

  @ParameterizedTest
  @CsvSource({"okta:example.okta.com, never", "auth0:example.eu.auth0.com, window:60s"})
  void login_presetIsNamedAgain_leavesReplayAsItWasSaid(String preset, String replay)
      throws Exception {
    CommandRun before = logIn("--issuer", preset, "--replay", replay);
    assertThat(before.exit()).as(before.err()).isEqualTo(OK);

    CommandRun login = logIn("--issuer", preset);

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(kept()).containsEntry("replay", replay);
  }

  @Test
  void login_again_needsNoNameAndKeepsWhatWasKnown() throws Exception {
    assertThat(logIn("--issuer", "google").exit()).isEqualTo(OK);

    CommandRun login =
        runWith(
            scene.simulator.newFamily("alice").refreshToken(),
            "login",
            "--method",
            "refresh-token");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(kept()).containsEntry("replay", "free");
    assertThat(kept()).containsEntry("finalErrors", "invalid_rapt,rapt_required");
  }

  @Test
  void browser_presetIsNamed_sendsItsParameters() throws Exception {
    List<String> words = new ArrayList<>(List.of("login", "--issuer", "google"));
    words.addAll(endpoints());
    words.addAll(
        List.of("--authorization-endpoint", scene.simulator.authorizationEndpoint().toString()));

    try (LiveCommand login = new LiveCommand(scene.environment, words.toArray(String[]::new))) {
      assertThat(login.address().getQuery())
          .contains("access_type=offline", "scope=openid+email", "prompt=consent");
    }
  }

  @Test
  void login_unknownName_namesANearOneAndSendsNothing() {
    CommandRun login = scene.run("login", "--issuer", "gihtub");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).contains("did you mean github?", "pawl issuers");
    assertThat(scene.simulator.ledger().entries().list()).isEmpty();
  }

  @Test
  void issuers_list_namesEach() {
    CommandRun list = scene.run("issuers");

    assertThat(list.exit()).isEqualTo(OK);
    assertThat(list.out()).contains("google ", "okta:DOMAIN ", "github[:HOST] ");
  }

  @Test
  void issuers_oneOfThem_tellsFactsGapsAndSources() throws Exception {
    CommandRun shown = scene.run("issuers", "slack");
    CommandRun told = scene.run("issuers", "slack", "--json");

    assertThat(shown.exit()).isEqualTo(OK);
    assertThat(shown.out())
        .contains("invalid_refresh_token", "not known: ", "source: https://docs.slack.dev/");
    assertThat(Json.read(told.out()))
        .containsEntry("name", "slack")
        .containsEntry("rotation", "always");
  }

  @Test
  void issuers_unknownName_fails() {
    CommandRun shown = scene.run("issuers", "slak");

    assertThat(shown.exit()).isEqualTo(USAGE);
    assertThat(shown.err()).contains("did you mean slack?");
  }

  private CommandRun logIn(String... options) {
    List<String> words = new ArrayList<>(List.of("login", "--method", "refresh-token"));
    words.addAll(endpoints());
    words.addAll(List.of(options));
    return runWith(scene.simulator.newFamily("alice").refreshToken(), words.toArray(String[]::new));
  }

  private List<String> endpoints() {
    return List.of(
        "--token-endpoint",
        scene.simulator.tokenEndpoint().toString(),
        "--client-id",
        scene.simulator.clientId());
  }

  private CommandRun runWith(String secret, String... words) {
    return CommandRun.of(scene.environment, secret, words);
  }

  /* How the stored login was made, by the names that the settings have. */
  private Map<String, String> kept() throws IOException {
    return LastLogin.of(StateDirectory.of(scene.environment).found().store("default").readGrant())
        .fields();
  }
}
