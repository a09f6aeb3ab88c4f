package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.oauth.SpendOutcome.Dead;
import dev.pawl.oauth.SpendOutcome.Granted;
import dev.pawl.oauth.SpendOutcome.InDoubt;
import dev.pawl.oauth.SpendOutcome.Misconfigured;
import dev.pawl.oauth.SpendOutcome.NotProcessed;
import dev.pawl.oauth.SpendOutcome.Retryable;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.TokenSet;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings or a preset say of an issuer's errors, and the shapes in which they come. */
class NamedErrorsTest {
  private static final URI ENDPOINT = URI.create("https://issuer.example/token");
  private static final ErrorCodes SAID =
      new ErrorCodes(
          Set.of("busy", "4711"),
          Set.of("Gone", "invalid token!", "bad_refresh_token"),
          Set.of("invalid_resource", "wrong_team"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 Bad Request|{'error':'gone'}",
        "200 OK|{'ok':false,'error':'GONE'}",
        "200 OK|error=gone&error_description=x",
        "400 Bad Request|{'error':'invalid_request','reason':'Invalid Token!'}",
        "400 Bad Request|{'error':'invalid_request','status':'BAD_REFRESH_TOKEN'}",
        "400 Bad Request|{'error':'invalid_request','error_subtype':'gone'}",
        "400 Bad Request|{'error':{'type':'invalid_request','code':'gone'}}",
        "400 Bad Request|{'error_code':'gone','msg':'x'}",
        "500 Internal Server Error|{'error':'gone'}",
      })
  void read_errorIsSaidToBeFinal_isDead(String head, String body) {
    assertThat(outcome(head, body)).isInstanceOf(Dead.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 Bad Request|{'error':'invalid_resource'}",
        "200 OK|{'ok':false,'error':'wrong_team'}",
        "400 Bad Request|{'error':'invalid_grant','suberror':'wrong_team'}",
        "404 Not Found|{'error':'wrong_team'}",
      })
  void read_errorIsSaidToBeOfTheConfiguration_isMisconfigured(String head, String body) {
    assertThat(outcome(head, body)).isInstanceOf(Misconfigured.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 Bad Request|{'error':'busy'}",
        "200 OK|{'ok':false,'error':'busy'}",
        "400 Bad Request|{'error':'invalid_grant','error_codes':[4711]}",
      })
  void read_errorIsSaidToPass_isRetryable(String head, String body) {
    assertThat(outcome(head, body)).isInstanceOf(Retryable.class);
  }

  @Test
  void read_nothingIsSaidOfTheDetail_theCodeCounts() {
    SpendOutcome unknown =
        outcome("400 Bad Request", "{'error':'invalid_grant','suberror':'other','status':400}");

    assertThat(unknown).isInstanceOf(Dead.class);
  }

  @Test
  void read_configurationInA5xxOrA429_provesNothing() {
    assertThat(outcome("500 Internal Server Error", "{'error':'wrong_team'}"))
        .isInstanceOf(InDoubt.class);
    assertThat(outcome("429 Too Many Requests", "{'error':'wrong_team'}"))
        .isInstanceOf(NotProcessed.class);
  }

  /* Whoever sets one knows the server; a preset is a guess at it. */
  @Test
  void read_presetSaysThatItIsFinal_isDeadButInA5xxOrA429() {
    ErrorCodes preset = new ErrorCodes(Set.of(), Set.of("gone"), Set.of(), Set.of());

    assertThat(outcome(preset, "400 Bad Request", "{'error':'gone'}")).isInstanceOf(Dead.class);
    assertThat(outcome(preset, "503 Service Unavailable", "{'error':'x','reason':'gone'}"))
        .isInstanceOf(InDoubt.class);
    assertThat(outcome(preset, "429 Too Many Requests", "{'error':'gone'}"))
        .isInstanceOf(NotProcessed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{'error':'invalid_grant'}", "{'error':'x','code':'invalid_grant'}"})
  void read_invalidGrantIsSaidToPass_isNotBelieved(String body) {
    ErrorCodes settings = new ErrorCodes(Set.of("invalid_grant"), Set.of());

    assertThat(outcome(settings, "400 Bad Request", body)).isInstanceOf(Dead.class);
  }

  /* Slack says there whose token it is. */
  @ParameterizedTest
  @CsvSource({"bot", "User", "Bearer"})
  void read_typeOfABearerToken_isGranted(String type) {
    SpendOutcome granted =
        outcome(
            "200 OK",
            "{'ok':true,'access_token':'a','refresh_token':'r','token_type':'" + type + "'}");

    assertThat(granted).isInstanceOf(Granted.class);
  }

  @Test
  void keptBy_loginWithAPreset_isWhatWasKnownThen() {
    Grant login =
        LastLogin.on(
            Grant.login(Spends.client(ENDPOINT), TokenSet.ofRefresh("r")),
            Map.of("finalErrors", "gone,invalid token!", "configurationErrors", "wrong_team"));

    ErrorCodes kept = ErrorCodes.keptBy(login);

    assertThat(kept)
        .isEqualTo(
            new ErrorCodes(
                Set.of(), Set.of("gone", "invalid token!"), Set.of(), Set.of("wrong_team")));
  }

  @Test
  void over_codeThatIsNamedHere_keepsItsMeaning() {
    ErrorCodes settings = new ErrorCodes(Set.of("gone"), Set.of(), Set.of());
    ErrorCodes preset = new ErrorCodes(Set.of("busy"), Set.of("gone", "dead"), Set.of());
    ErrorCodes guessed = new ErrorCodes(Set.of(), Set.of("dead"), Set.of(), Set.of());

    ErrorCodes both = settings.over(preset);

    assertThat(both).isEqualTo(new ErrorCodes(Set.of("gone", "busy"), Set.of("dead"), Set.of()));
    assertThat(settings.over(guessed).certain()).isEmpty();
  }

  private static SpendOutcome outcome(String head, String body) {
    return outcome(SAID, head, body);
  }

  private static SpendOutcome outcome(ErrorCodes codes, String head, String body) {
    Presentation presented = new Presentation(Spends.client(ENDPOINT), Spends.REFRESH, codes);
    return Spends.read(presented, answer(head, body.replace('\'', '"')), true);
  }
}
