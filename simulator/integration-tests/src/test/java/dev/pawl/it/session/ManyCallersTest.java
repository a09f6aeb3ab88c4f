package dev.pawl.it.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.Scene;
import dev.pawl.token.Token;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand callers over an expiry, on virtual threads where the JDK has them. */
class ManyCallersTest {
  private static final int CALLERS = 1_000;

  @TempDir Path home;

  @Test
  void token_thousandCallersOverAnExpiry_spendOnceAndAreAllServed() throws Exception {
    try (Scene scene = Scene.strict(home)) {
      TokenManager manager = scene.loggedIn();
      Token before = manager.token();
      scene.fault("refresh#1: BEFORE_COMMIT delay 200ms");
      scene.expire();
      ExecutorService executor = executor();

      List<Future<Token>> served =
          executor.invokeAll(Collections.nCopies(CALLERS, (Callable<Token>) manager::token));

      assertThat(served)
          .allSatisfy(
              token -> assertThat(token.get().generation()).isEqualTo(before.generation() + 1));
      scene.spends().areExactly(1);
      executor.shutdown();
    }
  }

  /** Virtual threads from JDK 21 on; before, a platform thread for each caller. */
  private static ExecutorService executor() throws ReflectiveOperationException {
    return Runtime.version().feature() >= 21
        ? (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
        : Executors.newCachedThreadPool();
  }
}
