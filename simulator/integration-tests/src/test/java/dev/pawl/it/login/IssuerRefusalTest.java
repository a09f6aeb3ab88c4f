package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.issuer.IssuerPreset;
import dev.pawl.issuer.IssuerPresets;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.ledger.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each vendor's refusals mean to a login by its preset: the real shapes, by the simulator. */
final class IssuerRefusalTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  /** A preset, how its server refuses a refresh, and what whoever asks is told. */
  record Row(String preset, String error, int exit) {
    @Override
    public String toString() {
      return preset + ", " + error + ", " + exit;
    }
  }

  private static Row end(String preset, String error) {
    return new Row(preset, error, LOG_IN);
  }

  private static Row setup(String preset, String error) {
    return new Row(preset, error, FIX_CONFIGURATION);
  }

  private static Row passing(String preset, String error) {
    return new Row(preset, error, TRY_LATER);
  }

  static List<Row> rows() {
    return List.of(
        end("google", "invalid_grant dialect=google"),
        end("google", "invalid_rapt dialect=google"),
        setup("google", "invalid_client dialect=google"),
        end("github", "bad_refresh_token dialect=github"),
        setup("github", "incorrect_client_credentials dialect=github"),
        setup("github", "redirect_uri_mismatch dialect=github"),
        end("gitlab", "invalid_grant dialect=gitlab"),
        setup("gitlab", "invalid_client dialect=gitlab"),
        end("microsoft", "AADSTS700082 dialect=azure"),
        end("microsoft", "interaction_required dialect=entra"),
        setup("microsoft", "invalid_resource dialect=entra"),
        passing("microsoft", "temporarily_unavailable dialect=entra"),
        end("okta", "invalid_grant dialect=okta"),
        end("auth0", "invalid_grant dialect=auth0"),
        end("keycloak", "invalid_grant dialect=keycloak"),
        end("keycloak", "reuse dialect=keycloak"),
        setup("keycloak", "unauthorized_client dialect=keycloak"),
        end("slack", "invalid_refresh_token dialect=slack"),
        end("slack", "account_inactive dialect=slack"),
        setup("slack", "bad_client_secret dialect=slack"),
        setup("slack", "invalid_client_id dialect=slack"),
        passing("slack", "ratelimited dialect=slack"),
        end("salesforce", "invalid_grant dialect=salesforce"),
        setup("salesforce", "inactive_user dialect=salesforce"),
        setup("salesforce", "invalid_client_id dialect=salesforce"),
        passing("salesforce", "rate_limit_exceeded dialect=salesforce"),
        end("atlassian", "invalid_grant dialect=atlassian"),
        setup("atlassian", "access_denied dialect=atlassian"),
        end("hubspot", "BAD_REFRESH_TOKEN dialect=hubspot"),
        end("hubspot", "BAD_REFRESH_TOKEN_v3 dialect=hubspot"),
        setup("hubspot", "BAD_CLIENT_SECRET dialect=hubspot"),
        setup("hubspot", "BAD_CLIENT_SECRET_v3 dialect=hubspot"),
        end("dropbox", "invalid_grant dialect=dropbox"),
        setup("dropbox", "invalid_client dialect=dropbox"),
        end("box", "invalid_grant dialect=box"),
        end("zoom", "invalid_request dialect=zoom"),
        end("zoom", "invalid_grant dialect=zoom"),
        end("linear", "invalid_grant dialect=linear"),
        end("notion", "invalid_grant dialect=notion"),
        setup("notion", "invalid_client dialect=notion"),
        setup("notion", "invalid_request dialect=notion"),
        end("bitbucket", "invalid_request dialect=bitbucket"),
        setup("bitbucket", "unauthorized_client dialect=bitbucket"));
  }

  @Test
  void rows_everyPreset_hasARefusalThatEndsTheLogin() {
    Set<String> ends =
        rows().stream()
            .filter(row -> row.exit() == LOG_IN)
            .map(Row::preset)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(ends).containsExactlyElementsOf(IssuerPresets.names());
  }

  @Test
  void docs_columnOfTests_namesTheDialectsOfTheseRows() throws IOException {
    String page = Files.readString(Path.of("../../docs/issuers.md"));

    for (String name : IssuerPresets.names()) {
      String[] cells = line(page, name).split(" \\| ", -1);
      Set<String> dialects = new TreeSet<>();
      for (Row row : rows()) {
        int at = row.error().indexOf("dialect=");
        if (row.preset().equals(name) && at > 0) {
          dialects.add("`" + row.error().substring(at + "dialect=".length()) + "`");
        }
      }
      Set<String> named = new TreeSet<>();
      Pattern.compile("`[a-z0-9]+`")
          .matcher(cells[4])
          .results()
          .forEach(it -> named.add(it.group()));
      assertThat(named).as(name).isEqualTo(dialects);
    }
  }

  private static String line(String page, String name) {
    return page.lines()
        .filter(row -> row.matches("\\| `" + name + "\\b.*browser.*"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void refresh_vendorRefuses_meansWhatThePresetSays(Row row) {
    scene.simulator.faults().add("refresh#1-: BEFORE_COMMIT error=" + row.error());

    CommandRun login = logIn(row.preset());
    int asked = scene.spends().count();
    CommandRun again = scene.run("token");

    assertThat(login.exit()).as(login.err()).isEqualTo(row.exit());
    assertThat(again.exit()).as(again.err()).isEqualTo(row.exit());
    assertThat(asked).isPositive();
    if (row.exit() != TRY_LATER) { // a verdict is not asked for again
      assertThat(asked).isEqualTo(1);
      assertThat(scene.spends().count()).isEqualTo(1);
    }
  }

  /* A verdict is one on a generation: the next login is another. */
  @ParameterizedTest
  @ValueSource(strings = {"slack", "zoom", "hubspot"})
  void login_afterARefusal_isServedAndStaysSo(String preset) {
    Row refusal =
        rows().stream()
            .filter(row -> row.preset().equals(preset) && row.exit() == LOG_IN)
            .findFirst()
            .orElseThrow();
    scene.simulator.faults().add("refresh#1: BEFORE_COMMIT error=" + refusal.error());
    CommandRun refused = logIn(preset);

    CommandRun login = logIn(preset);
    CommandRun token = scene.run("token");

    assertThat(refused.exit()).as(refused.err()).isEqualTo(LOG_IN);
    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(token.exit()).as(token.err()).isEqualTo(OK);
    scene.spends().with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void refresh_settingsNameTheSameError_winOverThePreset() throws Exception {
    CommandRun.settings(
        scene.directory,
        "{\"profiles\": {\"default\": {\"retryableErrors\": [\"invalid_refresh_token\"]}}}");
    scene
        .simulator
        .faults()
        .add("refresh#1-: BEFORE_COMMIT error=invalid_refresh_token dialect=slack");

    CommandRun login = logIn("slack");

    assertThat(login.exit()).as(login.err()).isEqualTo(TRY_LATER);
  }

  private CommandRun logIn(String preset) {
    IssuerPreset.Placeholder part = IssuerPresets.named(preset).placeholder();
    boolean needed = part != null && part.standard() == null;
    List<String> words = new ArrayList<>(List.of("login", "--method", "refresh-token"));
    words.addAll(
        List.of(
            "--issuer",
            needed ? preset + ":" + Objects.requireNonNull(part).example() : preset,
            "--token-endpoint",
            scene.simulator.tokenEndpoint().toString(),
            "--client-id",
            scene.simulator.clientId()));
    return CommandRun.of(
        scene.environment,
        scene.simulator.newFamily("alice").refreshToken(),
        words.toArray(String[]::new));
  }
}
