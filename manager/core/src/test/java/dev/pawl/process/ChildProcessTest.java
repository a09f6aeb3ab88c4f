package dev.pawl.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pawl.process.ChildException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real shells, real process groups. */
@Timeout(120)
final class ChildProcessTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  @TempDir private Path directory;

  @Test
  void run_writesToBothOutputs_givesBothAndTheCode() throws ChildException {
    ChildResult result = shell("echo out; echo 'err\033[1m' >&2; exit 3").run();

    assertThat(result.text()).isEqualTo("out\n");
    assertThat(result.errors()).isEqualTo("err\\u{1b}[1m");
    assertThat(result.ending()).isEqualTo("exit code 3");
  }

  @Test
  void run_endedByASignal_saysWhich() throws ChildException {
    ChildResult result = shell("kill -TERM $$").run();

    assertThat(result.code()).isEqualTo(143);
    assertThat(result.ending()).isEqualTo("signal 15");
  }

  @Test
  void run_muchOnBothOutputsAtOnce_losesNothing() throws ChildException {
    String lines = "i=0; while [ $i -lt 3000 ]; do echo 0123456789abcdef$i; %s i=$((i+1)); done";
    ChildResult result = shell(lines.formatted("echo 0123456789abcdef >&2;")).run();

    assertThat(result.text().lines()).hasSize(3000).last().isEqualTo("0123456789abcdef2999");
    assertThat(result.errors().lines()).hasSize(3000);
  }

  @Test
  void run_readsItsInput_getsAllOfItAndTheEnd() throws ChildException {
    byte[] secret = "s".repeat(300_000).getBytes(UTF_8);

    ChildResult result = shell("cat").input(secret).run();

    assertThat(result.output()).isEqualTo(secret);
  }

  @Test
  void run_doesNotReadItsInput_isNotHeldUp() throws ChildException {
    ChildResult result = shell("echo done").input(new byte[300_000]).run();

    assertThat(result.text()).isEqualTo("done\n");
  }

  @Test
  void run_withoutInput_readsTheEndAtOnce() throws ChildException {
    assertThat(shell("cat; echo end").run().text()).isEqualTo("end\n");
  }

  @Test
  void run_environment_isTheGivenOneAlone() throws ChildException {
    ChildResult result =
        ChildProcess.program(List.of("/usr/bin/env")).environment(Map.of("A", "b")).run();

    assertThat(result.text()).isEqualTo("A=b\n");
  }

  @Test
  void run_longerThanItMay_isKilledWithItsChildren() throws Exception {
    Path pids = directory.resolve("pids");
    String script = "sleep 1000 & echo $! >%s; (sleep 1000 & echo $! >>%s; wait) & wait";

    assertThatThrownBy(
            () ->
                shell("echo why >&2; " + script.formatted(pids, pids))
                    .timeout(Duration.ofSeconds(2))
                    .run())
        .asInstanceOf(type(ChildException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
        .satisfies(e -> assertThat(e.errors()).isEqualTo("why"))
        .satisfies(
            e -> assertThat(e).hasMessage("/bin/sh was killed because it ran longer than 2 s"));

    assertThat(Files.readAllLines(pids)).hasSize(2).allSatisfy(ChildProcessTest::assertGone);
  }

  @Test
  void run_orphanInItsGroupWhenTimeIsOver_isKilledToo() throws Exception {
    Path pid = directory.resolve("pid");
    String orphan = "(sleep 1000 & echo $! >" + pid + "); sleep 1000";

    assertThatThrownBy(() -> shell(orphan).timeout(Duration.ofSeconds(2)).run())
        .isInstanceOf(ChildException.class);

    assertGone(Files.readString(pid).strip());
  }

  @Test
  void run_daemonKeepsTheOutputOpen_returnsAtItsOwnEndAndLeavesTheDaemon() throws Exception {
    ChildResult result = shell("sleep 1000 & echo $!").run();

    Optional<ProcessHandle> daemon = ProcessHandle.of(Long.parseLong(result.text().strip()));
    assertThat(daemon).hasValueSatisfying(left -> assertThat(left.isAlive()).isTrue());
    daemon.ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void run_daemonWritesWithoutEnd_endsAndSoDoesTheDaemon() throws Exception {
    Path pid = directory.resolve("pid");

    Throwable killed = catchThrowable(() -> shell("yes & echo $! >" + pid + "; sleep 1").run());

    assertThat(killed).isInstanceOf(ChildException.class);
    assertGone(Files.readString(pid).strip());
  }

  @Test
  void run_daemonGoesOnWriting_endsAndSoDoesTheDaemon() throws Exception {
    Path pid = directory.resolve("pid");

    Throwable killed = catchThrowable(() -> shell("yes & echo $! >" + pid + "; exit 0").run());

    assertThat(killed)
        .satisfiesAnyOf(
            none -> assertThat(none).isNull(),
            e ->
                assertThat(e)
                    .asInstanceOf(type(ChildException.class))
                    .extracting(ChildException::reason)
                    .isEqualTo(Reason.TOO_LONG));
    assertGone(Files.readString(pid).strip());
  }

  @Test
  void run_writesMoreThanItMay_isKilled() {
    assertThatThrownBy(() -> shell("while :; do echo 0123456789; done").outputLimit(1000).run())
        .asInstanceOf(type(ChildException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LONG))
        .satisfies(e -> assertThat(e).hasMessageContaining("1000 bytes"));
  }

  @Test
  void run_errorsWithoutEnd_keepsTheirBeginning() throws ChildException {
    ChildResult result =
        shell("i=0; while [ $i -lt 9000 ]; do echo 0123456789 >&2; i=$((i+1)); done").run();

    assertThat(result.errors()).startsWith("0123456789\n").endsWith(" [...]");
    assertThat(result.errors().length()).isLessThan(70_000);
  }

  @Test
  void run_threadIsInterrupted_killsAndKeepsTheInterrupt() throws Exception {
    NamedPipe pid = NamedPipe.at(directory.resolve("pid"));
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread runner =
        new Thread(
            () -> {
              assertThatThrownBy(() -> shell("echo $$ >" + pid.path() + "; sleep 1000").run())
                  .asInstanceOf(type(ChildException.class))
                  .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED));
              kept.complete(Thread.currentThread().isInterrupted());
            });
    runner.start();
    String child = pid.readLine();

    runner.interrupt();

    assertThat(kept.get(60, TimeUnit.SECONDS)).isTrue();
    assertGone(child);
  }

  @Test
  void run_absentProgram_saysSo() {
    assertThatThrownBy(() -> ChildProcess.program(List.of("/nonexistent/tool", "secret")).run())
        .asInstanceOf(type(ChildException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_STARTED))
        .satisfies(e -> assertThat(e).hasMessageContaining("/nonexistent/tool"))
        .satisfies(e -> assertThat(e).hasMessageNotContaining("secret"));
  }

  @Test
  void program_relativePath_isRefused() {
    assertThatThrownBy(() -> ChildProcess.program(List.of("sh", "-c", "id")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void run_followed_tellsEveryLineAndThatItTakesLong() throws ChildException {
    List<String> told = new ArrayList<>();
    Follower follower =
        new Follower() {
          @Override
          public void line(Channel channel, String line) {
            told.add(channel + " " + line);
          }

          @Override
          public void stillRunning(Duration soFar) {
            told.add("still running");
          }
        };

    shell("echo 'open \007 this'; read line; echo bye >&2; printf tail; sleep 1")
        .follower(follower)
        .noticeAfter(Duration.ofMillis(200))
        .run();

    assertThat(told)
        .containsExactlyInAnyOrder(
            "OUTPUT open \\u{7} this", "ERRORS bye", "OUTPUT tail", "still running");
  }

  private static ChildProcess.Builder shell(String line) {
    return ChildProcess.shell(line).environment(ENVIRONMENT);
  }

  private static void assertGone(String pid) {
    Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(pid));
    left.ifPresent(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
