package dev.pawl.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pawl.TokenManager;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.process.Java;
import dev.pawl.process.NeededTool;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a hot read may never cost, on whatever machine: memory and system calls. */
class HotPathTest {
  /** The mapped file's identity is checked once a second, and a compiler may stop a thread. */
  private static final int ONE_IN = 10_000;

  @TempDir Path directory;

  @Test
  void token_fresh_allocatesNothing() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    try (TokenManager manager = Home.create(directory, Engine.MAPPED, 16).loggedIn("bench")) {
      long warm = HotReader.read(manager);
      long before = threads.getThreadAllocatedBytes(self);

      long read = HotReader.read(manager);

      long allocated = threads.getThreadAllocatedBytes(self) - before;
      assertThat(read).isEqualTo(warm);
      assertThat((double) allocated / HotReader.READS).as("bytes a call").isLessThan(0.05);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void token_fresh_asksTheKernelForNothing() throws Exception {
    NeededTool.strace();
    Path trace = directory.resolve("trace");
    Path home = Files.createDirectory(directory.resolve("home"));
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-o", trace.toString()));
    command.addAll(
        Java.command(List.of("-XX:+UseSerialGC"), HotReader.class.getName(), home.toString()));

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(callsBetweenTheMarks(Files.readAllLines(trace)))
        .hasSizeLessThan(HotReader.READS / ONE_IN);
  }

  private static List<String> callsBetweenTheMarks(List<String> lines) {
    List<String> between = new ArrayList<>();
    String reader = "";
    for (String line : lines) {
      String thread = line.substring(0, line.indexOf(' '));
      if (line.contains(HotReader.BEGIN)) {
        reader = thread;
        between.clear();
      } else if (line.contains(HotReader.END)) {
        return between;
      } else if (thread.equals(reader)) {
        between.add(line);
      }
    }
    throw new AssertionError("the marks were not seen");
  }
}
