package dev.pawl.fleetdrills.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.fleetdrills.crew.StallingStore;
import dev.pawl.sealing.TinkSealProvider;
import dev.pawl.simulator.Simulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** What the drills of one run are played on, one after another. Not thread-safe. */
public final class Ground implements AutoCloseable {
  /** How many hosts there are. */
  public static final int HOSTS = 3;

  private static final String PASSWORD = "changeit"; // of a file of public certificates

  private final Path scratch;
  private final Network network;
  private final Engine engine;
  private final Simulator simulator;
  private final Crew crew;
  private final Deque<AutoCloseable> opened;
  private final Thread hook = new Thread(this::end, "pawl-drill-stop");

  private Ground(
      Path scratch,
      Network network,
      Engine engine,
      Simulator simulator,
      Crew crew,
      Deque<AutoCloseable> opened) {
    this.scratch = scratch;
    this.network = network;
    this.engine = engine;
    this.simulator = simulator;
    this.crew = crew;
    this.opened = opened;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Opens network, store and provider.
   *
   * @param engine the name of the store
   * @param seed what the provider's secrets are made from
   * @throws MissingException if this machine has no such store
   */
  public static Ground open(String engine, long seed) throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    boolean whole = false;
    try {
      Ground ground = open(engine, seed, opened);
      whole = true;
      return ground;
    } finally {
      if (!whole) {
        close(opened);
      }
    }
  }

  private static Ground open(String name, long seed, Deque<AutoCloseable> opened)
      throws IOException {
    Path scratch =
        Files.createTempDirectory(
            "pawl-fleet",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    opened.push(() -> delete(scratch));
    Network network = Network.open(HOSTS);
    opened.push(network);
    Engine engine = Engine.start(name, network.address(), scratch);
    opened.push(engine);
    boolean apart = network.lacks().isEmpty();
    Simulator.Builder builder = Simulator.builder().seed(seed);
    Simulator simulator = (apart ? builder.bind(network.address()).tls() : builder).start();
    opened.push(simulator);
    Path key = Files.writeString(scratch.resolve("key"), new TinkSealProvider().generate());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    for (Terms terms : Terms.values()) {
      Files.writeString(scratch.resolve(terms.word() + ".json"), terms.settings(engine.url(), key));
    }
    Crew crew =
        new Crew(
            network,
            scratch,
            apart ? trusting(simulator, scratch) : List.of(),
            List.of(scratch.toString(), engine.url(), key.toString(), scratch.toString()));
    opened.push(crew::kill);
    return new Ground(scratch, network, engine, simulator, crew, opened);
  }

  /* Of a network that is not loopback, hosts ask for TLS. */
  private static List<String> trusting(Simulator simulator, Path scratch) throws IOException {
    Path file = scratch.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "simulator",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(simulator.caCertificate().getBytes(UTF_8))));
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return List.of(
        "-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /** Returns how hosts reach the rest. */
  public Network network() {
    return network;
  }

  /** Returns the store. */
  public Engine engine() {
    return engine;
  }

  /** Returns the provider. */
  public Simulator simulator() {
    return simulator;
  }

  /** Returns the programs. */
  public Crew crew() {
    return crew;
  }

  /** Has all be as at first, after a drill that broke off. */
  public void mend() {
    crew.kill();
    try {
      for (int host = 0; host < HOSTS; host++) {
        network.heal(host);
      }
      engine.startAgain();
    } catch (IOException e) {
      System.err.println("pawl drill fleet: not mended: " + e.getMessage());
    }
  }

  /** Returns whether {@code program} stands at the gate before its first byte. */
  public boolean isStalled(Program program) {
    return Files.exists(StallingStore.stalled(scratch, program.pid()));
  }

  /** Opens the gate for {@code program}. */
  public void letGo(Program program) throws IOException {
    Files.createFile(StallingStore.open(scratch, program.pid()));
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is at work
    }
    end();
  }

  private void end() {
    close(opened);
  }

  private static synchronized void close(Deque<AutoCloseable> opened) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("pawl drill fleet: not closed: " + e);
      }
    }
  }

  /** Deletes a directory with all that it has. */
  static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
