package dev.pawl.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left to be loaded when it matters: a child JVM tells every class. */
@Timeout(60)
final class WarmUpTest {
  @TempDir private Path directory;

  @Test
  void run_beforeTheFirstWait_leavesNoClassOfOursToBeLoadedInIt() throws Exception {
    KernelLock lock = new StateDirectory(directory).lock("shared");
    KernelLock.Held held = Objects.requireNonNull(lock.tryAcquire());
    Path log = directory.resolve("classes.log");

    Process child = start(log);
    awaitLine(child.inputReader(UTF_8), "waiting");
    Files.createFile(directory.resolve("news"));
    held.close();

    assertThat(child.waitFor()).isZero();
    assertThat(loadedInTheWait(log)).noneMatch(name -> name.startsWith("dev.pawl."));
  }

  private Process start(Path log) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + log,
            "-cp",
            System.getProperty("java.class.path"),
            WarmUpProcess.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void awaitLine(BufferedReader output, String wanted) throws Exception {
    String line;
    do {
      line = output.readLine();
      assertThat(line).as("the child has ended").isNotNull();
    } while (!line.equals(wanted));
  }

  private static List<String> loadedInTheWait(Path log) throws Exception {
    List<String> all =
        Files.readAllLines(log).stream()
            .map(line -> line.substring(line.lastIndexOf(']') + 1).strip().split(" ", 2)[0])
            .toList();
    int begun = all.indexOf(WarmUpProcess.Begun.class.getName());
    int ended = all.indexOf(WarmUpProcess.Ended.class.getName());
    assertThat(begun).isPositive();
    assertThat(ended).isGreaterThan(begun);
    return all.subList(begun + 1, ended);
  }
}
