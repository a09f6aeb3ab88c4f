package dev.pawl.benchmarks.contention;

import dev.pawl.benchmarks.contention.child.Contenders;
import dev.pawl.benchmarks.contention.child.StormChildMain;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.process.Java;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The child processes of all storms; it only grows. Every process of a storm has refreshed once
 * before, on a login of its own, so that none loads classes in it. Not thread-safe.
 */
final class StormFleet implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-Xmx64m",
          "-XX:-UsePerfData",
          "-XX:-UseDynamicNumberOfCompilerThreads",
          "-Xshare:auto",
          "-Xlog:disable",
          "-Xlog:all=error:stderr");

  /** How many are started, or open a contender, at a time. */
  private static final int AT_A_TIME = 8;

  private final Path scratch;
  private final Path board;
  private final ProviderProcess provider;
  private final List<String> node;
  private final Map<Entrant.Kind, List<Talker>> children = new HashMap<>();
  private boolean archived;

  StormFleet(Path scratch, ProviderProcess provider, List<String> node) {
    this.scratch = scratch;
    this.board = scratch.resolve("board");
    this.provider = provider;
    this.node = node;
  }

  Path board() {
    return board;
  }

  /** Makes an archive of the children's classes, so that 256 of them start in reasonable time. */
  void train(Effort effort, Entrant... entrants) {
    try {
      train(entrants);
    } catch (IOException e) {
      effort.say("the processes start without an archive: " + e.getMessage());
    }
  }

  private void train(Entrant... entrants) throws IOException {
    Path archive = scratch.resolve("children.jsa");
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("-XX:ArchiveClassesAtExit=" + archive);
    try (Talker pupil =
        start(Java.command(flags, StormChildMain.class.getName(), board.toString()))) {
      for (Entrant entrant : entrants) {
        ProviderLogin login = provider.quickRegistrations(1).get(0);
        Path directory = scratch.resolve("training-" + entrant.directory(0));
        Contenders.logIn(entrant.name(), directory, login, System.currentTimeMillis());
        pupil.ask(order(new Opening(entrant, directory, login, 0), 0, warmUpLogin()));
      }
      pupil.send(Map.of("do", "exit"));
      pupil.handle().onExit().join();
    }
    archived = Files.exists(archive);
  }

  /**
   * A login of an entrant for storms of one size.
   *
   * @param entrant whose
   * @param directory where its processes find it
   * @param login the login
   * @param offset what the processes' clocks are ahead, milliseconds
   */
  record Opening(Entrant entrant, Path directory, ProviderLogin login, long offset) {}

  /** Opens the entrant in {@code size} processes and returns them. */
  List<Talker> open(Opening opening, int size) throws IOException {
    Entrant entrant = opening.entrant();
    int processes = entrant.processes(size);
    List<Talker> all = of(entrant.kind(), processes);
    List<ProviderLogin> own = provider.quickRegistrations(processes);
    for (int from = 0; from < processes; from += AT_A_TIME) {
      int to = Math.min(processes, from + AT_A_TIME);
      for (int i = from; i < to; i++) {
        Map<String, Object> order = order(opening, i, own.get(i));
        order.put("threads", entrant.threads(size));
        order.put("place", i * entrant.threads(size));
        all.get(i).send(order);
      }
      Talker.answers(all.subList(from, to));
    }
    return List.copyOf(all.subList(0, processes));
  }

  private ProviderLogin warmUpLogin() throws IOException {
    return provider.quickRegistrations(1).get(0);
  }

  private Map<String, Object> order(Opening opening, int child, ProviderLogin own) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("do", "open");
    order.put("contender", opening.entrant().name());
    order.put("directory", opening.directory().toString());
    order.put("login", opening.login().fields());
    order.put("offset", opening.offset());
    order.put("warmUp", own.fields());
    order.put(
        "warmUpDirectory",
        opening
            .directory()
            .resolveSibling(opening.directory().getFileName() + "-own-" + child)
            .toString());
    return order;
  }

  private List<Talker> of(Entrant.Kind kind, int size) throws IOException {
    Entrant.Kind shared = kind == Entrant.Kind.NODE ? kind : Entrant.Kind.JAVA;
    List<Talker> all = children.computeIfAbsent(shared, k -> new ArrayList<>());
    all.removeIf(child -> !child.handle().isAlive());
    while (all.size() < size) {
      all.add(start(shared == Entrant.Kind.NODE ? nodeCommand() : javaCommand()));
    }
    return all;
  }

  private List<String> javaCommand() {
    List<String> flags = new ArrayList<>(FLAGS);
    if (archived) {
      flags.add("-XX:SharedArchiveFile=" + scratch.resolve("children.jsa"));
    }
    return Java.command(flags, StormChildMain.class.getName(), board.toString());
  }

  private List<String> nodeCommand() {
    List<String> command = new ArrayList<>(node);
    command.add(board.toString());
    return command;
  }

  private Talker start(List<String> command) throws IOException {
    Path modules = scratch.resolve("npm").resolve("node_modules");
    return Talker.start(
        command,
        scratch.resolve("children.log"),
        Map.of(
            "NODE_PATH", modules.toString(),
            "XDG_CONFIG_HOME", scratch.resolve("config").toString()));
  }

  @Override
  public void close() {
    children.values().forEach(all -> all.forEach(Talker::close));
  }
}
