package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

class IdentifiedProcessTest {

  @Test
  @EnabledOnOs(LINUX)
  void ledger_ofTwoProcesses_namesEach() throws Exception {
    try (Simulator simulator = Simulator.builder().identifyProcesses().start()) {
      Process first = caller(simulator, 2);
      Process second = caller(simulator, 2);

      end(first);
      end(second);

      assertThat(pids(simulator))
          .containsExactlyInAnyOrder(first.pid(), first.pid(), second.pid(), second.pid());
    }
  }

  @Test
  @EnabledOnOs(LINUX)
  void ledger_withRepresentatives_namesThem() throws Exception {
    Queue<Long> asked = new ConcurrentLinkedQueue<>();
    Simulator.Builder builder =
        Simulator.builder()
            .identifyProcesses(
                pid -> {
                  asked.add(pid);
                  return 42;
                });
    try (Simulator simulator = builder.start()) {
      Process process = caller(simulator, 1);

      end(process);

      assertThat(pids(simulator)).containsExactly(42L);
      assertThat(asked).containsExactly(process.pid());
    }
  }

  @Test
  void ledger_notAskedTo_namesNoProcess() throws Exception {
    try (Simulator simulator = Simulator.builder().start()) {
      Process process = caller(simulator, 1);

      end(process);

      assertThat(pids(simulator)).containsExactly(0L);
    }
  }

  @Test
  void ledger_ofItsOwnProcess_namesNone() throws Exception {
    try (Simulator simulator = Simulator.builder().identifyProcesses().start()) {
      new Client(simulator).call("none");

      assertThat(pids(simulator)).containsExactly(0L);
    }
  }

  private static List<Long> pids(Simulator simulator) {
    return simulator.ledger().entries().apiCalls().list().stream()
        .map(LedgerEntry::caller)
        .map(Caller::pid)
        .toList();
  }

  private static Process caller(Simulator simulator, int calls) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CallerProcess.class.getName(),
            simulator.api().resolve("/v1/whoami").toString(),
            Integer.toString(calls))
        .inheritIO()
        .start();
  }

  private static void end(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
