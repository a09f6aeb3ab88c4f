package dev.pawl.fleets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.fleet.MemoryRecordStore;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.Grant;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hosts with state directories of their own and one record: what a team sees. */
final class TwoHostsTest {
  @TempDir private Path directory;
  private final MemoryRecordStore store = new MemoryRecordStore();
  private Hosts hosts;

  @BeforeEach
  void start() {
    hosts = new Hosts(directory, store::connection);
  }

  @AfterEach
  void stop() throws Exception {
    hosts.close();
    RefreshThreads.join();
  }

  @Test
  void token_loginOnAnotherHost_isServedWithoutASpend() {
    Grant login = hosts.freshGrant();
    hosts.on("a").login(login);

    Token served = hosts.on("b").token();

    assertThat(served.value()).isEqualTo(login.tokens().access());
    hosts.spends().areNone();
  }

  @Test
  void token_expiredOnBothHosts_isRefreshedOnce() {
    TokenManager a = hosts.on("a");
    TokenManager b = hosts.on("b");
    a.login(hosts.freshGrant());
    Token before = b.token();
    hosts.expire();

    Token first = a.token();
    Token second = b.token();

    assertThat(first.value()).isNotEqualTo(before.value()).isEqualTo(second.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void token_manyCallersOfBothHostsAtOnce_isRefreshedOnce() throws Exception {
    hosts.on("a").login(hosts.freshGrant());
    List<TokenManager> managers = new ArrayList<>();
    for (int process = 0; process < 6; process++) {
      managers.add(hosts.on(process % 2 == 0 ? "a" : "b"));
    }
    hosts.expire();

    ExecutorService callers = Executors.newFixedThreadPool(managers.size());
    List<Future<Token>> tokens = new ArrayList<>();
    managers.forEach(manager -> tokens.add(callers.submit(() -> manager.token())));

    String value = tokens.get(0).get().value();
    for (Future<Token> token : tokens) {
      assertThat(token.get().value()).isEqualTo(value);
    }
    hosts.spends().areExactly(1);
    callers.shutdown();
  }

  @Test
  void renew_rejectedTokenThatAnotherHostHasReplaced_isServedTheNewOne() {
    TokenManager a = hosts.on("a");
    TokenManager b = hosts.on("b");
    a.login(hosts.freshGrant());
    Token old = b.token();
    Token renewed = a.renew(old);

    Token served = b.renew(old);

    assertThat(served.value()).isEqualTo(renewed.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void logout_onOneHost_isSeenOnTheOther() {
    TokenManager a = hosts.on("a");
    TokenManager b = hosts.on("b");
    a.login(hosts.freshGrant());
    Token before = b.token();
    a.logout();
    hosts.expire();

    assertThatThrownBy(b::token)
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.LOG_IN));

    assertThat(before.value()).isNotEmpty();
    hosts.spends().areNone();
    hosts.simulator.ledger().entries().revocations().areExactly(1);
  }

  @Test
  void token_storeAway_isServedUntilItEnds() {
    MemoryRecordStore own = store.connection();
    TokenManager a = hosts.on("a", builder -> builder.fleet(own, hosts.seal()));
    a.login(hosts.freshGrant());
    Token before = a.token();
    own.away(true);

    Token served = a.token();
    hosts.expire();

    assertThat(served.value()).isEqualTo(before.value());
    assertThatThrownBy(a::token)
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(TokenException.Reason.TRY_LATER);
              assertThat(e).hasMessageContaining("does not answer");
            });
    hosts.spends().areNone();
  }

  @Test
  void token_storeAwayAfterTheAnswer_isServedHereAndSavedOnceTheStoreIsBack() {
    MemoryRecordStore own = store.connection();
    TokenManager a = hosts.on("a", builder -> builder.fleet(own, hosts.seal()));
    a.login(hosts.freshGrant());
    hosts.expire();
    own.beforeWrite(() -> own.beforeWrite(() -> own.away(true)));

    Token unsaved = a.token();
    own.away(false);
    Token served = hosts.on("b").token();

    assertThat(served.value()).isEqualTo(unsaved.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void token_answerToTheClaimIsLost_isRefreshedAllTheSame() {
    MemoryRecordStore own = store.connection();
    TokenManager a = hosts.on("a", builder -> builder.fleet(own, hosts.seal()));
    a.login(hosts.freshGrant());
    hosts.expire();
    own.loseAnswers(1);

    Token refreshed = a.token();

    assertThat(hosts.on("b").token().value()).isEqualTo(refreshed.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void token_claimThatReachesTheStoreLate_isWonByTheNextTryAlone() {
    MemoryRecordStore own = store.connection();
    TokenManager a = hosts.on("a", builder -> builder.fleet(own, hosts.seal()));
    a.login(hosts.freshGrant());
    hosts.expire();
    own.holdWrites(1);

    Token refreshed = a.token();
    own.deliver();

    assertThat(hosts.on("b").token().value()).isEqualTo(refreshed.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void token_processLeftAPairUnsaved_nextOneOfThatHostSavesIt() throws Exception {
    MemoryRecordStore own = store.connection();
    TokenManager a = hosts.on("a", builder -> builder.fleet(own, hosts.seal()));
    a.login(hosts.freshGrant());
    hosts.expire();
    own.beforeWrite(() -> own.beforeWrite(() -> own.away(true)));
    Token unsaved = a.token();
    a.close();
    RefreshThreads.join();

    hosts.expire();
    Token next = hosts.on("a").token();

    assertThat(next.value()).isNotEqualTo(unsaved.value());
    assertThat(hosts.on("b").token().value()).isEqualTo(next.value());
    hosts.spends().with(Outcome.GRANTED).areExactly(2);
    hosts.spends().areExactly(2);
    assertThat(onDiskOf("a")).doesNotContain(unsaved.value());
  }

  @Test
  void token_clockOfOneHostIsAnHourAhead_isRefreshedOnceAndEndsForAllAtItsEnd() {
    TokenManager a = hosts.on("a");
    a.login(hosts.freshGrant());
    InstantSource ahead = () -> hosts.simulator.clock().instant().plus(Duration.ofHours(1));
    TokenManager b = hosts.on("b", builder -> builder.clock(ahead));

    Token first = b.token();
    Token second = b.renew(first);

    assertThat(b.token().value()).isEqualTo(second.value());
    assertThat(hosts.on("b", builder -> builder.clock(ahead)).token().value())
        .isEqualTo(second.value());
    assertThat(a.renew(first).value()).isEqualTo(second.value());
    assertThat(a.token().expiry())
        .isBetween(
            hosts.simulator.clock().instant().plus(Duration.ofMinutes(59)),
            hosts.simulator.clock().instant().plus(Duration.ofMinutes(61)));
    hosts.spends().areExactly(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = RotationPolicy.class,
      names = {"NONE", "OMIT"})
  void token_issuerRotatesNothing_isRefreshedOnceALifetime(
      RotationPolicy policy, @TempDir Path other) {
    try (Hosts still =
        new Hosts(other, new MemoryRecordStore()::connection, Hosts.Terms.USUAL.rotated(policy))) {
      TokenManager a = still.on("a");
      TokenManager b = still.on("b");
      a.login(still.freshGrant());
      Token login = b.token();
      still.expire();

      Token first = a.token();

      assertThat(first.value()).isNotEqualTo(login.value());
      assertThat(b.token().value()).isEqualTo(first.value());
      still.expire();
      assertThat(b.token().value()).isNotEqualTo(first.value()).isEqualTo(a.token().value());
      still.spends().areExactly(2);
    }
  }

  @Test
  void login_byATokenThatAnotherHostHasSpent_sendsNothing() {
    TokenManager a = hosts.on("a");
    Grant login = hosts.freshGrant();
    a.login(login);
    hosts.expire();
    Token refreshed = hosts.on("b").token();

    LoginOutcome outcome =
        hosts.on("c").login(hosts.loginBy(String.valueOf(login.tokens().refresh())));

    assertThat(outcome.result()).isNotEqualTo(LoginOutcome.Result.STORED);
    assertThat(a.token().value()).isEqualTo(refreshed.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void login_byARefreshToken_isStoredForAllHosts() {
    TokenManager a = hosts.on("a");
    a.login(hosts.freshGrant());
    Token before = a.token();
    String given = hosts.simulator.newFamily("alice").refreshToken();

    hosts.on("b").login(hosts.loginBy(given));

    Token next = a.renew(before);
    assertThat(next.value()).isNotEqualTo(before.value());
    assertThat(hosts.on("c").token().value()).isEqualTo(next.value());
    hosts.spends().areExactly(1);
  }

  private String onDiskOf(String host) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(hosts.home(host))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
