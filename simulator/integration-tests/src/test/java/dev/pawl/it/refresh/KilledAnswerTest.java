package dev.pawl.it.refresh;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.WatchedEndpoint;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.LoginOutcome.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed with -9 between the arrival of an answer and the end of its saving: 12,
 * or as many as {@code -Dpawl.kills} says. Nobody may present their token again, so whatever is not
 * rescued is lost; the kernel says when the last byte was read.
 */
@EnabledOnOs(OS.LINUX)
class KilledAnswerTest {
  private static final int KILLS = Integer.getInteger("pawl.kills", 12);

  /* From the return of a read to that of the write of what was read, on a busy machine. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final String OBJECT =
      "{\"access_token\":\"at-2\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
          + "\"refresh_token\":\"rt-2\"}";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          + Integer.toHexString(OBJECT.length())
          + "\r\n"
          + OBJECT
          + "\r\n";

  @TempDir Path homes;

  @Test
  void token_readerKilledAfterTheLastByteWasRead_nothingIsLostAndNothingSpentTwice()
      throws Exception {
    SplittableRandom random = new SplittableRandom(20_261_128);
    int rescues = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path home = homes.resolve("home-" + kill);
      byte[] answer = answer(kill);
      try (WatchedEndpoint server = new WatchedEndpoint(n -> answer);
          TokenManager manager = loggedIn(server, home)) {
        kill(server, home, random.nextLong(SHORTEST_NANOS, LONGEST_NANOS));
        rescues += stored(home).generation() == 1 ? 1 : 0;

        Throwable problem = catchThrowable(manager::token);
        Result again = manager.login(login(server)).result();

        assertThat(problem).as("kill %d", kill).isNull();
        assertThat(again)
            .as("a token that was spent, for the next holder")
            .isEqualTo(Result.UNCHANGED);
        assertThat(manager.token().value()).isEqualTo("at-2");
        assertThat(stored(home).tokens().refresh()).isEqualTo("rt-2");
        assertThat(server.presented()).as("kill %d", kill).containsExactly("rt-1");
        assertThat(new StateDirectory(home).answer("default").file()).doesNotExist();
      }
    }
    assertThat(rescues).isGreaterThanOrEqualTo(KILLS / 3);
  }

  /* Two of three leave the reader no time to save: it waits for the end of the frame, 200 ms. */
  private static byte[] answer(int kill) {
    String text = CHUNKED + (kill % 3 == 0 ? "0\r\n\r\n" : "");
    return text.getBytes(US_ASCII);
  }

  private static TokenManager loggedIn(WatchedEndpoint server, Path home) {
    TokenManager manager =
        TokenManager.builder().stateDirectory(home).waitTimeout(Duration.ofSeconds(20)).build();
    manager.login(login(server));
    return manager;
  }

  private static Grant login(WatchedEndpoint server) {
    String issuer = "http://127.0.0.1:" + server.port();
    ClientRegistration client =
        new ClientRegistration(issuer, server.uri(), null, "client", "", ReplayPolicy.NEVER);
    return Grant.login(client, TokenSet.ofRefresh("rt-1"));
  }

  private static void kill(WatchedEndpoint server, Path home, long nanos) throws Exception {
    Process child = new ProcessBuilder(RefreshProcess.command(home)).inheritIO().start();
    server.awaitRead();
    boolean unused = child.waitFor(nanos, TimeUnit.NANOSECONDS);
    assertThat(child.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private static Grant stored(Path home) throws IOException {
    return Objects.requireNonNull(new StateDirectory(home).store("default").readGrant());
  }
}
