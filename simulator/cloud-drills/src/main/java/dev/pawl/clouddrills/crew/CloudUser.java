package dev.pawl.clouddrills.crew;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.operation.Operation;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A user with a home, and programs of theirs, before a simulator that has the clouds. Closing ends
 * all of them. Not thread-safe.
 */
public final class CloudUser implements AutoCloseable {
  /* One that hangs ends then, and its next line is missing. */
  private static final long LIFE_MINUTES = 8;

  private static final String PASSWORD = "changeit"; // of a file of public certificates

  private final Simulator simulator;
  private final Path home;
  private final Path memory;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> options = new ArrayList<>();
  private final List<Process> children = new ArrayList<>();

  /**
   * Makes the user's home.
   *
   * @param simulator the clouds; closed with this
   */
  public CloudUser(Simulator simulator) {
    this.simulator = simulator;
    try {
      this.home = Files.createTempDirectory("pawl-cloud");
      this.memory =
          Files.createTempDirectory(
              Path.of("/dev/shm"),
              "pawl-cloud",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      simulator.close();
      throw new UncheckedIOException(e);
    }
    environment.put("HOME", home.toString());
    environment.put("PATH", String.valueOf(System.getenv("PATH")));
    environment.put("PAWL_HOME", home.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("XDG_RUNTIME_DIR", memory.toString());
  }

  /** A user before clouds without TLS. */
  public static CloudUser withoutTls() {
    return new CloudUser(Simulator.builder().clouds().start());
  }

  /** Returns the clouds. */
  public Simulator simulator() {
    return simulator;
  }

  /** Returns the user's home directory. */
  public Path home() {
    return home;
  }

  /** Returns the variables that programs started from now on have. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Returns what trusts the certificate of {@code simulator} alone. */
  public static KeyStore trustStore(Simulator simulator)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "simulator",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(simulator.caCertificate().getBytes(UTF_8))));
    return store;
  }

  /** Has programs that are started from now on trust the simulator's certificate. */
  public void trustSimulator() throws IOException {
    Path file = home.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trustStore(simulator).store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    options.add("-Djavax.net.ssl.trustStore=" + file);
    options.add("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /** Writes the user's settings. */
  public void settings(String json) throws IOException {
    Path file = home.resolve("config/pawl/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  /** Writes a script that only this user may change, and returns it. */
  public Path script(String name, String lines) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /**
   * A program that takes orders, one a line, and answers each by a line.
   *
   * @param errors what it writes to standard error
   */
  public record Program(Process process, BufferedReader out, BufferedWriter in, Path errors) {}

  /**
   * Starts {@code count} more of the programs; all are ready.
   *
   * @throws IOException if one of them does not get ready; the message is what it said
   */
  public List<Program> start(int count, Class<?> program, String... arguments) throws IOException {
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path errors = home.resolve("errors-" + children.size());
      Process process =
          builder(program, arguments)
              .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
              .start();
      children.add(process);
      CompletableFuture<?> unused =
          process
              .onExit()
              .completeOnTimeout(process, LIFE_MINUTES, TimeUnit.MINUTES)
              .thenAccept(Process::destroyForcibly);
      programs.add(
          new Program(process, process.inputReader(UTF_8), process.outputWriter(UTF_8), errors));
    }
    for (Program one : programs) {
      String line = one.out.readLine();
      if (!Orders.READY.equals(line)) {
        throw new IOException(program + " says " + line + ": " + Files.readString(one.errors));
      }
    }
    return programs;
  }

  /** How {@code program} is started as this user. */
  public ProcessBuilder builder(Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(Stream.of(arguments).toList());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Gives all {@code programs} the same order at the same time; returns their answers. */
  public static List<String> all(List<Program> programs, String order) throws IOException {
    for (Program program : programs) {
      program.in.write(order + "\n");
      program.in.flush();
    }
    List<String> answers = new ArrayList<>();
    for (Program program : programs) {
      answers.add(String.valueOf(program.out.readLine()));
    }
    return answers;
  }

  /** Returns how often the simulator was asked for {@code operation}. */
  public int asked(Operation operation) {
    return simulator.ledger().entries().of(operation).count();
  }

  /** Returns how many lines the user's scripts have put into the file {@code prompts}. */
  public int prompts() throws IOException {
    Path file = home.resolve("prompts");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  /** Ends the programs, the simulator and the home. */
  @Override
  public void close() throws IOException {
    try {
      for (Process child : children) {
        child.getOutputStream().close();
      }
      for (Process child : children) {
        end(child);
      }
    } finally {
      kill();
      simulator.close();
      delete(home);
      delete(memory);
    }
  }

  /** Ends the programs at once; for whoever does not get to {@link #close}. */
  public void kill() {
    children.forEach(Process::destroyForcibly);
  }

  private static void end(Process child) throws IOException {
    try {
      if (!child.waitFor(1, TimeUnit.MINUTES)) {
        throw new IOException("a program does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      child.destroyForcibly();
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
