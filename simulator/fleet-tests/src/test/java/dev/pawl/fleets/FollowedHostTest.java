package dev.pawl.fleets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.fleet.MemoryRecordStore;
import dev.pawl.process.Eventually;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another host did is seen here while the token of before is still good. */
final class FollowedHostTest {
  @TempDir private Path directory;
  private final MemoryRecordStore store = new MemoryRecordStore();
  private Hosts hosts;
  private TokenManager a;
  private TokenManager b;

  @BeforeEach
  void start() {
    hosts = new Hosts(directory, store::connection);
    a = hosts.on("a");
    a.login(hosts.freshGrant());
    b = hosts.on("b");
  }

  @AfterEach
  void stop() throws Exception {
    hosts.close();
    RefreshThreads.join();
  }

  @Test
  void token_loggedOutOnAnotherHost_isRefusedSoon() throws Exception {
    Token before = b.token();
    a.logout();

    String seen = Eventually.see(() -> outcome(b), "LOG_IN"::equals);

    assertThat(before.value()).isNotEmpty();
    assertThat(seen).isEqualTo("LOG_IN");
    hosts.spends().areNone();
  }

  @Test
  void token_anotherLoginOnAnotherHost_isServedSoon() throws Exception {
    Token before = b.token();
    a.login(hosts.freshGrant());
    String next = a.token().value();

    String seen = Eventually.see(() -> outcome(b), next::equals);

    assertThat(seen).isNotEqualTo(before.value());
    hosts.spends().areNone();
  }

  private static String outcome(TokenManager manager) {
    try {
      return manager.token().value();
    } catch (TokenException e) {
      return e.reason().name();
    }
  }
}
