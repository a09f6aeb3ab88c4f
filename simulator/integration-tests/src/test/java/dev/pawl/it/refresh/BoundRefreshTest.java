package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.http.BearerClient;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Refreshes and requests with tokens that are bound to a key (DPoP, RFC 9449). */
final class BoundRefreshTest {
  private static final String ID = "bound";
  private static final int PROCESSES = 4;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void refresh_serverWantsItsNonce_presentsTheTokenOnceMoreAndRemembersIt() {
    TokenManager manager = loggedIn(TokenBinding.REQUIRED_WITH_NONCE);

    Token first = manager.token();
    scene.expire();
    Token second = manager.token();

    assertThat(second.generation()).isEqualTo(first.generation() + 1);
    assertThat(outcomes()) // an hour later the nonce is another one
        .containsExactly(
            Outcome.INVALID_PROOF, Outcome.GRANTED, Outcome.INVALID_PROOF, Outcome.GRANTED);
  }

  @Test
  void refresh_serverRepliesWithANonceEachTime_neverAsksTwice() {
    TokenManager manager = loggedIn(TokenBinding.REQUIRED_WITH_NONCE);

    Token first = manager.token();
    Token second = manager.renew(first);

    assertThat(second.generation()).isGreaterThan(first.generation());
    assertThat(outcomes()).containsExactly(Outcome.INVALID_PROOF, Outcome.GRANTED, Outcome.GRANTED);
  }

  @Test
  void refresh_serverIsNeverContentWithItsNonce_presentsTheTokenTwiceAndKeepsTheLogin() {
    TokenManager manager = loggedIn(TokenBinding.REQUIRED);
    scene.fault("refresh#1-2: BEFORE_COMMIT error=use_dpop_nonce header='DPoP-Nonce: again'");

    TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(refused.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(refused).hasMessageContaining("use_dpop_nonce");
    scene.spends().areExactly(2);
    scene.simulator.clock().advance(Duration.ofMinutes(5));
    assertThat(manager.token().kind()).isEqualTo(Credential.Kind.DPOP);
  }

  @Test
  void refresh_loginHasNoKeyAndTheServerWantsOne_isOfTheConfigurationAndTheLoginIsKept() {
    register(TokenBinding.REQUIRED);
    TokenManager manager = scene.manager();
    manager.login(unspent());

    TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(refused.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(refused).hasMessageContaining("--dpop");
    register(TokenBinding.OPTIONAL);
    scene.simulator.clock().advance(Duration.ofMinutes(5));
    assertThat(manager.token().kind()).isEqualTo(Credential.Kind.BEARER);
  }

  @Test
  void refresh_clockIsWrong_saysSoAndWorksOnceItIsRight() {
    register(TokenBinding.REQUIRED);
    TokenManager wrong =
        scene.manager(
            builder -> builder.clock(() -> scene.simulator.clock().instant().plusSeconds(3_600)));
    wrong.login(ProofKey.fresh().on(unspent()));

    TokenException refused = catchThrowableOfType(TokenException.class, wrong::token);

    assertThat(refused.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(refused).hasMessageContaining("clock");
    scene.simulator.clock().advance(Duration.ofHours(2));
    assertThat(scene.manager().token().kind()).isEqualTo(Credential.Kind.DPOP);
  }

  @Test
  void refresh_answerIsABearerTokenWithANewRefreshToken_keepsThatAndTheKeyAndServesNothing()
      throws Exception {
    TokenManager manager = loggedIn(TokenBinding.REQUIRED);
    JsonNode before = stored();
    scene.fault(
        "refresh#1: BEFORE_COMMIT 200 body='{\"access_token\":\"odd\",\"token_type\":\"Bearer\","
            + "\"refresh_token\":\"next\"}'");

    TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(refused).hasMessageContaining("not bound to the login's key (DPoP)");
    assertThat(stored().path("refresh_token").asText()).isEqualTo("next");
    assertThat(stored().path("dpop_key")).isEqualTo(before.path("dpop_key"));
    assertThat(stored().has("access_token")).isFalse();
  }

  @Test
  void token_manyProcessesAtOnce_spendOnceAndAnswerOneNonce() throws Exception {
    TokenManager unused = loggedIn(TokenBinding.REQUIRED_WITH_NONCE);

    List<CommandRun> ends = RefreshProcess.race(scene.home, PROCESSES);

    assertThat(ends).extracting(CommandRun::exit).containsOnly(0);
    assertThat(ends).extracting(CommandRun::out).containsOnly(ends.get(0).out());
    assertThat(outcomes()).containsExactly(Outcome.INVALID_PROOF, Outcome.GRANTED);
  }

  /* The refusal proves that nothing was spent: the answer says so first, then the journal does. */
  @Test
  void refresh_killedBetweenTheRefusalAndTheSecondPresentation_isPresentedByTheNextAndGrantedOnce()
      throws Exception {
    Set<JournalRecord.State> left = EnumSet.noneOf(JournalRecord.State.class);
    boolean struck = true;
    for (int look = 1; struck; look++) {
      register(TokenBinding.REQUIRED_WITH_NONCE);
      TokenManager survivor = scene.manager();
      survivor.login(ProofKey.fresh().on(unspent()));
      int before = scene.spends().count();
      Deadly clock =
          new Deadly(look, scene.simulator.clock(), () -> scene.spends().count() > before);
      TokenManager victim = scene.manager(builder -> builder.clock(clock));

      Throwable death = catchThrowable(victim::token);
      JournalRecord.State state = new StateDirectory(scene.home).journal("default").read().state();
      boolean between = clock.struck && scene.spends().count() == before + 1;
      Token served = survivor.token();

      assertThat(served.kind()).as("look %d, %s", look, death).isEqualTo(Credential.Kind.DPOP);
      assertThat(grantsAfter(before)).as("look %d, %s", look, state).isEqualTo(1);
      if (between) {
        left.add(state);
      }
      struck = clock.struck;
      var unused = survivor.logout();
    }
    assertThat(left).contains(JournalRecord.State.NONE, JournalRecord.State.SPENDING);
  }

  private long grantsAfter(int before) {
    return outcomes().stream().skip(before).filter(Outcome.GRANTED::equals).count();
  }

  /** A clock that ends whoever refreshes, at a look after the moment. */
  private static final class Deadly implements InstantSource {
    private final AtomicInteger looks;
    private final InstantSource clock;
    private final BooleanSupplier moment;
    private volatile boolean struck;

    Deadly(int looks, InstantSource clock, BooleanSupplier moment) {
      this.looks = new AtomicInteger(looks);
      this.clock = clock;
      this.moment = moment;
    }

    @Override
    public Instant instant() {
      boolean spender = Thread.currentThread().getName().equals("pawl-refresh");
      if (spender && moment.getAsBoolean() && looks.decrementAndGet() <= 0) {
        struck = true;
        throw new AssertionError("killed");
      }
      return clock.instant();
    }
  }

  @Test
  void send_tokenIsRevokedAndTheApiWantsANonce_isRenewedOnceAndServed() throws Exception {
    TokenManager manager = loggedIn(TokenBinding.REQUIRED_WITH_NONCE);
    BearerClient client = client(manager);
    int first = client.send(whoami(), BodyHandlers.discarding()).statusCode();
    scene.simulator.revokeAccessTokens("F1");
    scene.simulator.rejectionShape(RejectionShape.REVOKED_401);

    HttpResponse<String> second = client.send(whoami(), BodyHandlers.ofString());
    HttpResponse<String> third = client.sendAsync(whoami(), BodyHandlers.ofString()).join();

    assertThat(first).isEqualTo(200);
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    assertThat(third.statusCode()).as(third.body()).isEqualTo(200);
    scene.simulator.ledger().entries().grants().areExactly(2);
    assertThat(calls())
        .containsExactly(
            Outcome.INVALID_PROOF,
            Outcome.GRANTED,
            Outcome.REVOKED,
            Outcome.GRANTED,
            Outcome.GRANTED);
  }

  @Test
  void send_bodyCannotBeRepeatedAndTheApiWantsANonce_givesTheRefusalAndHasItNextTime()
      throws Exception {
    TokenManager manager = loggedIn(TokenBinding.REQUIRED_WITH_NONCE);
    BearerClient client = client(manager);
    HttpRequest streamed =
        HttpRequest.newBuilder(scene.simulator.api().resolve("/v1/messages"))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {1})))
            .build();

    HttpResponse<String> first = client.sendAsync(streamed, BodyHandlers.ofString()).join();
    HttpResponse<String> second = client.send(streamed, BodyHandlers.ofString());

    assertThat(first.statusCode()).isEqualTo(401);
    assertThat(first.body()).contains("use_dpop_nonce");
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    scene.simulator.ledger().entries().grants().areExactly(1);
  }

  private TokenManager loggedIn(TokenBinding binding) {
    register(binding);
    TokenManager manager = scene.manager();
    manager.login(ProofKey.fresh().on(unspent()));
    return manager;
  }

  private void register(TokenBinding binding) {
    scene.simulator.clients().put(RegisteredClient.publicClient(ID).binding(binding));
  }

  private Grant unspent() {
    ClientRegistration client =
        new ClientRegistration(
            scene.simulator.issuer().toString(),
            scene.simulator.tokenEndpoint(),
            scene.simulator.revocationEndpoint(),
            ID,
            "",
            ReplayPolicy.UNKNOWN);
    return Grant.login(
        client, TokenSet.ofRefresh(scene.simulator.newFamily("alice", ID).refreshToken()));
  }

  private BearerClient client(TokenManager manager) {
    return BearerClient.builder(manager, HTTP)
        .origins(scene.simulator.api())
        .clock(scene.simulator.clock())
        .build();
  }

  private HttpRequest whoami() {
    return HttpRequest.newBuilder(scene.simulator.api().resolve("/v1/whoami?of=me")).build();
  }

  private List<Outcome> outcomes() {
    return scene.spends().list().stream().map(LedgerEntry::outcome).toList();
  }

  private List<Outcome> calls() {
    return scene.simulator.ledger().entries().apiCalls().list().stream()
        .map(LedgerEntry::outcome)
        .toList();
  }

  private JsonNode stored() throws IOException {
    return new ObjectMapper().readTree(scene.grantFile().toFile());
  }
}
