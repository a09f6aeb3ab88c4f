package dev.pawl.cli.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.Workplace;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import dev.pawl.spi.Account;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A helper whose refresh lock somebody keeps: the program that asked waits for it once. */
final class HelperTimeoutTest {
  private static final Duration WAIT = Duration.ofSeconds(2);

  @TempDir Path directory;

  @Test
  void obtain_lockIsHeldAndTheTokenIsDue_waitsOnceAndServesTheStoredToken() throws Exception {
    Workplace place = new Workplace(directory);
    logInDue(place);
    StateDirectory state = StateDirectory.of(place.variables);
    try (KernelLock.Held held = Objects.requireNonNull(state.lock("default").tryAcquire());
        Credentials credentials = Credentials.builder(place.login().waitTimeout(WAIT)).build()) {
      long begun = System.nanoTime();

      Token token = helper(place).obtain(credentials, null);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      assertThat(held.isValid()).isTrue();
      assertThat(token.value()).isEqualTo("due-token");
      assertThat(took).isBetween(WAIT, WAIT.multipliedBy(2).minusMillis(1));
    }
  }

  private static HelperToken helper(Workplace place) {
    PrintStream printed = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    Shell shell =
        new Shell(
            new ByteArrayInputStream(new byte[0]),
            printed,
            printed,
            place.variables,
            place.settings());
    Chosen chosen = new Chosen(shell, "default", true, null);
    return new HelperToken(chosen, HelperToken.LEAST, WAIT.dividedBy(2));
  }

  /* In its last seconds, so that every call has to wait for the refresh. */
  private static void logInDue(Workplace place) {
    long now = Instant.now().toEpochMilli();
    TokenSet tokens =
        new TokenSet("due-token", now - Duration.ofHours(1).toMillis(), now + 20_000, "refresh");
    place.logIn(Account.UNKNOWN, tokens);
  }
}
