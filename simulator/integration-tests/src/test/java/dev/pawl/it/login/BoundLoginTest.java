package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.http.BearerClient;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins whose tokens are bound to a key of their own (DPoP, RFC 9449). */
final class BoundLoginTest {
  private static final String ID = "bound";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension final UserScene scene = UserScene.strict();

  @ParameterizedTest
  @EnumSource(TokenBinding.class)
  void browser_issuerBindsTokens_isLoggedInRefreshedAndServed(TokenBinding binding)
      throws Exception {
    register(binding);

    CommandRun login = logIn();
    HttpResponse<String> first;
    HttpResponse<String> second;
    try (TokenManager manager = manager()) {
      first = call(manager);
      Token renewed = manager.renew(manager.token());
      second = call(manager);
      assertThat(renewed.kind()).isEqualTo(Credential.Kind.DPOP);
    }

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    assertThat(second.body()).contains("at1");
    scene.simulator.ledger().entries().grants().areExactly(1);
  }

  @Test
  void refresh_serverWantsItsNonce_presentsTheTokenOnceMoreWithIt() throws Exception {
    register(TokenBinding.REQUIRED_WITH_NONCE);
    logIn();

    try (TokenManager manager = manager()) {
      Token first = manager.renew(manager.token());
      Token second = manager.renew(first);
      assertThat(second.generation()).isEqualTo(first.generation() + 1);
    }

    assertThat(scene.spends().list())
        .extracting(LedgerEntry::outcome)
        .containsExactly(Outcome.INVALID_PROOF, Outcome.GRANTED, Outcome.GRANTED);
  }

  private void register(TokenBinding binding) {
    scene.simulator.clients().put(RegisteredClient.publicClient(ID).binding(binding));
  }

  private CommandRun logIn(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("login", "--dpop", "--client-id", ID));
    words.addAll(List.of("--issuer", scene.simulator.issuer().toString()));
    words.addAll(List.of(more));
    return LiveCommand.inBrowser(scene.environment, words);
  }

  private TokenManager manager() {
    return TokenManager.builder()
        .environment(scene.environment)
        .rejectionInterval(Duration.ofMillis(1))
        .build();
  }

  private HttpResponse<String> call(TokenManager manager) throws Exception {
    return BearerClient.builder(manager, HTTP)
        .origins(scene.simulator.api())
        .build()
        .send(
            HttpRequest.newBuilder(scene.simulator.api().resolve("/v1/whoami")).build(),
            BodyHandlers.ofString());
  }
}
