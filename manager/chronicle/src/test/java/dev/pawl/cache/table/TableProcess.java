package dev.pawl.cache.table;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.TokenSlot;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a child JVM does to a table, and how one is started. */
public final class TableProcess {
  public static final String PROFILE = "storm";
  public static final Geometry GEOMETRY = new Geometry(4, 16 << 10);

  /** Far more than any test waits for, so that a writer whose test died ends too. */
  private static final int WRITES = 20_000_000;

  private TableProcess() {}

  public static void main(String[] args) throws Exception {
    TableEngine engine = TableEngine.valueOf(args[1]);
    Path path = Path.of(args[2]);
    switch (args[0]) {
      case "create" -> engine.openOrCreate(path, GEOMETRY).close();
      case "write" -> write(slot(engine, path));
      case "read" -> read(slot(engine, path), Integer.parseInt(args[3]));
      case "live" ->
          TableLife.live(
              engine, Objects.requireNonNull(path.getParent()), Integer.parseInt(args[3]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static TokenSlot slot(TableEngine engine, Path path) throws IOException {
    return Objects.requireNonNull(engine.open(path).find(PROFILE));
  }

  private static void write(TokenSlot slot) {
    TokenSlot.Reading last = slot.read();
    long first = last == null ? 1 : last.record().generation() + 1;
    for (long generation = first; generation < first + WRITES; generation++) {
      slot.publish(Derived.record(generation, GEOMETRY.valueBytes()));
    }
  }

  private static void read(TokenSlot slot, int reads) {
    long torn = 0;
    for (int i = 0; i < reads; i++) {
      TokenSlot.Reading reading = slot.read();
      if (reading != null && !Derived.isWhole(reading.record(), GEOMETRY.valueBytes())) {
        torn++;
      }
    }
    System.out.println("torn " + torn);
  }

  /** Starts a child JVM under {@code umask}; its errors go to this JVM's standard error. */
  public static Process start(String umask, String... args) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(ChronicleTable.flags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TableProcess.class.getName());
    command.addAll(List.of(args));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that {@code process} says until it ends. */
  public static String output(Process process) throws IOException {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      return String.join("\n", reader.lines().toList());
    }
  }
}
