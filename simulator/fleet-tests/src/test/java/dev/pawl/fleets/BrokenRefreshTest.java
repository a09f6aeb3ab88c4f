package dev.pawl.fleets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.fleet.MemoryRecordStore;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A refresh in whose middle the store is lost, or the manager closed, for an issuer that permits no
 * replay: a doubt would cost the login.
 */
final class BrokenRefreshTest {
  @TempDir private Path directory;
  private final MemoryRecordStore store = new MemoryRecordStore();
  private final MemoryRecordStore own = store.connection();
  private Hosts hosts;
  private TokenManager a;

  @BeforeEach
  void start() {
    hosts = new Hosts(directory, store::connection, Hosts.Terms.USUAL.replayed(ReplayPolicy.NEVER));
    a = hosts.on("a", builder -> builder.fleet(own, hosts.seal()));
    a.login(hosts.freshGrant());
    hosts.expire();
  }

  @AfterEach
  void stop() throws Exception {
    hosts.close();
    RefreshThreads.join();
  }

  @Test
  void token_storeIsLostBeforeTheLastLook_isNoDoubt() {
    own.beforeWrite(() -> own.beforeRead(() -> own.away(true)));
    assertThatThrownBy(a::token)
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.TRY_LATER));
    hosts.spends().areNone();
    own.away(false);

    Token next = hosts.on("a").token();

    assertThat(hosts.on("b").token().value()).isEqualTo(next.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void token_claimComesLateAndBeforeTheNextOne_isTakenBackAtOnce() {
    own.holdWrites(1);
    own.beforeWrite(() -> own.beforeWrite(own::deliver));
    long begun = System.nanoTime();

    Token refreshed = a.token();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Hosts.Terms.USUAL.ttl());
    assertThat(hosts.on("b").token().value()).isEqualTo(refreshed.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void close_whileTheProviderAnswers_theSuccessorIsSaved() throws Exception {
    hosts.simulator.faults().add("oauth.refresh#1: BEFORE_COMMIT hang");
    FutureTask<Token> call = new FutureTask<>(a::token);
    new Thread(call, "caller").start();
    assertThat(hosts.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    a.close();
    int released = hosts.simulator.faults().release();
    Token refreshed = call.get(20, TimeUnit.SECONDS);

    assertThat(released).isEqualTo(1);
    RefreshThreads.join();
    assertThat(hosts.on("b").token().value()).isEqualTo(refreshed.value());
    hosts.spends().areExactly(1);
  }

  @Test
  void logout_elsewhereWhileAPairIsUnsaved_thePairIsRevoked() {
    own.beforeWrite(() -> own.beforeWrite(() -> own.away(true)));
    Token unsaved = a.token();
    hosts.on("b").logout();
    own.away(false);

    assertThatThrownBy(() -> hosts.on("a").renew(unsaved))
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.LOG_IN));

    hosts.spends().areExactly(1);
    hosts.simulator.ledger().entries().revocations().areExactly(2);
  }
}
