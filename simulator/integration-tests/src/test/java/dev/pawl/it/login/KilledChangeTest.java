package dev.pawl.it.login;

import static dev.pawl.cache.slot.SlotRecord.Verdict.LOGGED_OUT;
import static dev.pawl.it.kit.CommandRun.KILLED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.UserScene;
import dev.pawl.lock.KernelLock;
import dev.pawl.process.NeededTool;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A login or logout whose process is killed when the store is changed and nobody is told yet. */
@EnabledOnOs(OS.LINUX)
class KilledChangeTest {
  @RegisterExtension final UserScene scene = UserScene.strict();
  private TokenManager reader;
  private Token old;

  @BeforeEach
  void start() {
    scene.simulator.clock().freeze(); // the files are looked at once a second, which never passes
    reader = scene.loggedIn();
    old = reader.token();
    assertThat(reader.status().cache()).isEqualTo("mapped");
  }

  @Test
  void logout_killedBeforeItWasPublished_theOldTokenIsServedToNobody() throws Exception {
    TokenManager second = scene.manager();
    assertThat(second.token()).isEqualTo(old);
    kill();

    try (KernelLock.Held held = lock()) {
      assertThat(held).isNotNull();
      Thread.currentThread().interrupt();
      assertThat(refusal(second)).isEqualTo(Reason.TRY_LATER);
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(refusal(reader)).isEqualTo(Reason.LOG_IN);
    assertThat(slot().read()).extracting(seen -> seen.record().verdict()).isEqualTo(LOGGED_OUT);
    assertThat(refusal(second)).isEqualTo(Reason.LOG_IN);
    assertThat(refusal(scene.manager(builder -> builder.cache(CacheMode.NONE))))
        .isEqualTo(Reason.LOG_IN);
    scene.spends().areNone();
  }

  @Test
  void logout_killedBeforeItWasPublished_isFinishedByTheNextLogout() throws Exception {
    kill();

    reader.logout();

    assertThat(slot().read()).isNotNull();
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.stored()).doesNotContain("refresh_token");
  }

  @Test
  void login_killedBeforeItWasPublished_isServedToAllAndTheOldTokenToNobody() throws Exception {
    TokenSet fresh = scene.freshGrant().tokens();
    kill(String.valueOf(fresh.access()), String.valueOf(fresh.refresh()));

    try (KernelLock.Held held = lock()) {
      assertThat(held).isNotNull();
      assertThat(reader.token().value()).isEqualTo(fresh.access());
      assertThat(scene.manager().token().value()).isEqualTo(fresh.access());
      assertThat(slot().read()).as("nobody could repair it").isNull();
    }
    Token renewed = reader.renew(reader.token());

    TokenSlot.Reading repaired = Objects.requireNonNull(slot().read());
    assertThat(repaired.record().access()).isEqualTo(renewed.value());
    assertThat(renewed.generation()).isEqualTo(old.generation() + 2);
    assertThat(scene.simulator.familyOf(renewed.value())).contains("F2");
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  private void kill(String... tokens) throws Exception {
    NeededTool.strace();
    Process process =
        new ProcessBuilder(ChangeProcess.command(scene.home, tokens))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(KILLED);
  }

  private KernelLock.Held lock() throws Exception {
    return Objects.requireNonNull(new StateDirectory(scene.home).lock("default").tryAcquire());
  }

  private TokenSlot slot() throws Exception {
    return Objects.requireNonNull(MappedTable.open(scene.home.resolve("cache")).find("default"));
  }

  private static Reason refusal(TokenManager manager) {
    return catchThrowableOfType(TokenException.class, manager::token).reason();
  }
}
