package dev.pawl.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Token;
import dev.pawl.TokenManager;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.Client;
import dev.pawl.spi.Grant;
import dev.pawl.spi.Replay;
import dev.pawl.spi.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeTest {
  @Test
  void token_expired_isRefreshedOnce(@TempDir Path home) throws Exception {
    try (Simulator simulator = Simulator.builder().start();
        TokenManager manager =
            TokenManager.builder().stateDirectory(home).clock(simulator.clock()).build()) {
      IssuedGrant issued = simulator.newFamily("a");
      long now = simulator.clock().instant().toEpochMilli();
      manager.login(
          Grant.login(
              new Client(
                  simulator.issuer().toString(),
                  simulator.tokenEndpoint(),
                  simulator.revocationEndpoint(),
                  simulator.clientId(),
                  "",
                  Replay.UNKNOWN),
              new Tokens(
                  issued.accessToken(),
                  now,
                  now + issued.expiresIn().toMillis(),
                  issued.refreshToken())));
      Token first = manager.token();

      simulator.clock().advance(Duration.ofHours(9));
      long t0 = System.nanoTime();
      Token second = manager.token();
      System.out.println("refresh took us " + (System.nanoTime() - t0) / 1000);

      assertThat(second.generation()).isEqualTo(first.generation() + 1);
      assertThat(second.value()).isNotEqualTo(first.value());
      System.out.println(second + " " + manager.status());
      Token third = manager.renew(second);
      assertThat(third.generation()).isEqualTo(second.generation() + 1);
      manager.logout();
      System.out.println(manager.status());
      try (var s = java.nio.file.Files.walk(home)) {
        s.forEach(System.out::println);
      }
      System.out.println(java.nio.file.Files.readString(home.resolve("grants/default.json")));
      System.out.println(
          java.nio.file.Files.readString(home.resolve("grants/default.journal")).trim());
    }
  }
}
