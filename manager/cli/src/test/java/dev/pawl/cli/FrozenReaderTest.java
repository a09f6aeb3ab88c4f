package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.credentials.Workplace;
import dev.pawl.process.Stopped;
import dev.pawl.spi.Account;
import dev.pawl.store.StoreProcess;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A waiter that was stopped with the shared lock which it has for an instant only. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class FrozenReaderTest {
  @TempDir Path directory;

  private Workplace place;
  private Process reader;

  @BeforeEach
  void stopTheReader() throws Exception {
    place = new Workplace(directory).logIn(Account.UNKNOWN);
    reader = StoreProcess.start("share", directory.resolve("state").toString());
    assertThat(StoreProcess.reader(reader).readLine()).isEqualTo("held");
    Stopped.stop(reader);
  }

  @AfterEach
  void end() throws Exception {
    reader.destroyForcibly().waitFor();
  }

  @Test
  void status_readerIsStoppedWithItsSharedLock_namesItAndHowItGoesOn() {
    String status = run("status");
    String json = run("status", "--json");

    assertThat(status).containsPattern("lock +held by " + stopped());
    assertThat(json).containsPattern("\"lockHolder\":\"" + stopped());
  }

  @Test
  void renew_readerIsStoppedWithItsSharedLock_namesItAndHowItGoesOn() {
    try (TokenManager manager = place.login().waitTimeout(Duration.ofMillis(200)).build()) {
      Token token = manager.token();

      TokenException problem =
          catchThrowableOfType(TokenException.class, () -> manager.renew(token));

      assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
      assertThat(problem.getMessage()).containsPattern("is held by " + stopped());
    }
  }

  private String stopped() {
    long pid = reader.pid();
    return "process " + pid + " .*stopped; it goes on after: kill -CONT " + pid;
  }

  private String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exit =
        Main.run(args, new ByteArrayInputStream(new byte[0]), printed, printed, place.variables);
    assertThat(exit).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
