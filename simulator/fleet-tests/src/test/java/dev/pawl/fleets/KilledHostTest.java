package dev.pawl.fleets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleets.Halting.Point;
import dev.pawl.postgres.PostgresStoreProvider;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process of one host dies at each call of the store that a refresh makes; others go on. */
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init") // what BeforeAll makes
final class KilledHostTest {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private static EmbeddedPostgres postgres;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
    url = "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
    new PostgresStoreProvider().initialize(StoreAddress.of(url));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void token_processDied_theNextOneOfItsHostGoesOnWithOneSpend(Point point, @TempDir Path directory)
      throws Exception {
    try (Hosts hosts = hosts(directory, ReplayPolicy.UNKNOWN)) {
      logInAndEnd(hosts);
      int exit = HaltedRefresh.run(hosts, "a", url, LIFETIME, point);

      Token next = patiently(hosts.on("a"));

      assertThat(exit).isEqualTo(HaltedRefresh.HALTED);
      assertThat(hosts.on("b").token().value()).isEqualTo(next.value());
      hosts.spends().with(Outcome.GRANTED).areExactly(1);
      hosts.spends().areExactly(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Point.class,
      names = {"BEFORE_THE_CLAIM", "AFTER_THE_CLAIM", "AFTER_THE_LAST_LOOK"})
  void token_processDiedBeforeTheFirstByte_anotherHostGoesOnWithOneSpend(
      Point point, @TempDir Path directory) throws Exception {
    try (Hosts hosts = hosts(directory, ReplayPolicy.UNKNOWN)) {
      logInAndEnd(hosts);
      int exit = HaltedRefresh.run(hosts, "a", url, LIFETIME, point);

      Token next = patiently(hosts.on("b"));

      assertThat(exit).isEqualTo(HaltedRefresh.HALTED);
      assertThat(hosts.on("a").token().value()).isEqualTo(next.value());
      hosts.spends().areExactly(1);
    }
  }

  @Test
  void token_processDiedWithAPairInHand_anotherHostWaitsUntilItsHostHasSavedIt(
      @TempDir Path directory) throws Exception {
    try (Hosts hosts = hosts(directory, ReplayPolicy.UNKNOWN)) {
      logInAndEnd(hosts);
      HaltedRefresh.run(hosts, "a", url, LIFETIME, Point.BEFORE_THE_PAIR_IS_SAVED);
      TokenManager b = hosts.on("b", builder -> builder.waitTimeout(Duration.ofMillis(300)));
      assertThatThrownBy(b::token)
          .isInstanceOfSatisfying(
              TokenException.class,
              e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.TRY_LATER));

      Token saved = hosts.on("a").token();

      assertThat(patiently(b).value()).isEqualTo(saved.value());
      hosts.spends().areExactly(1);
    }
  }

  @Test
  void token_replayIsForbiddenAndAProcessDied_anotherHostSendsNothing(@TempDir Path directory)
      throws Exception {
    try (Hosts hosts = hosts(directory, ReplayPolicy.NEVER)) {
      logInAndEnd(hosts);
      HaltedRefresh.run(hosts, "a", url, LIFETIME, Point.BEFORE_THE_PAIR_IS_COMPARED);

      assertThatThrownBy(() -> patiently(hosts.on("b")))
          .isInstanceOfSatisfying(
              TokenException.class,
              e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.LOG_IN));

      hosts.spends().areExactly(1);
      assertThat(hosts.on("a").token().value()).isNotEmpty();
      hosts.spends().areExactly(1);
    }
  }

  /* Nobody of host a is left who could save what the process that dies leaves. */
  private static void logInAndEnd(Hosts hosts) {
    try (TokenManager a = hosts.on("a")) {
      a.login(hosts.freshGrant());
    }
    hosts.expire();
  }

  private static Hosts hosts(Path directory, ReplayPolicy replay) {
    String profile = "team-" + UUID.randomUUID();
    return new Hosts(
        directory, KilledHostTest::store, Hosts.Terms.USUAL.replayed(replay).brief(profile));
  }

  private static RecordStore store() {
    try {
      return new PostgresStoreProvider().open(StoreAddress.of(url));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks again for as long as it is told to. */
  private static Token patiently(TokenManager manager) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return manager.token();
      } catch (TokenException e) {
        if (e.reason() != TokenException.Reason.TRY_LATER || System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }
}
