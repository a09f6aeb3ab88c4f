package dev.pawl.fleetdrills.ground;

import dev.pawl.fleetdrills.crew.HostProgram;
import dev.pawl.fleetdrills.crew.Orders;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The programs of all hosts; they live on from drill to drill. Not thread-safe. */
public final class Crew {
  private static final Duration START = Duration.ofMinutes(5);

  private final Network network;
  private final Path scratch;
  private final List<String> options;
  private final List<String> arguments;
  private final List<Program> programs = new ArrayList<>();
  private int started;

  /**
   * Starts nothing yet.
   *
   * @param scratch where hosts keep their state
   * @param options of their JVMs
   * @param arguments of their programs, behind the state directory
   */
  Crew(Network network, Path scratch, List<String> options, List<String> arguments) {
    this.network = network;
    this.scratch = scratch;
    this.options = options;
    this.arguments = arguments;
  }

  /**
   * Returns {@code count} programs of each of {@code hosts} hosts, the first host's first; all are
   * ready. What is more ends, what lacks is started.
   */
  public List<Program> ready(int hosts, int count) throws IOException {
    programs.removeIf(program -> !program.isAlive());
    List<Program> ready = new ArrayList<>();
    List<Program> fresh = new ArrayList<>();
    for (int host = 0; host < hosts; host++) {
      int own = host;
      List<Program> present = programs.stream().filter(one -> one.host() == own).toList();
      present.stream().skip(count).forEach(Program::kill);
      ready.addAll(present.subList(0, Math.min(count, present.size())));
      for (int lacking = present.size(); lacking < count; lacking++) {
        Program one = start(host);
        fresh.add(one);
        ready.add(one);
      }
    }
    programs.clear();
    programs.addAll(ready);
    for (Program one : fresh) {
      if (!one.answer(START).text().equals(Orders.READY)) {
        throw new IOException("a program did not start: " + one.errors());
      }
    }
    return ready;
  }

  private Program start(int host) throws IOException {
    Path state = Files.createDirectories(scratch.resolve("host-" + host));
    List<String> command = new ArrayList<>(network.on(host));
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.add("-Xmx96m");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HostProgram.class.getName());
    command.add(state.toString());
    command.addAll(arguments);
    Path errors = scratch.resolve("errors-" + started++);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(Redirect.to(errors.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PAWL_"));
    return new Program(host, builder.start(), errors);
  }

  /** Ends all programs at once. */
  void kill() {
    programs.forEach(Program::kill);
  }
}
