package dev.pawl.fleetdev;

import dev.pawl.TokenManager;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.json.Json;
import dev.pawl.postgres.PostgresStoreProvider;
import dev.pawl.process.ShellWord;
import dev.pawl.sealing.TinkSealProvider;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL, a simulated authorization server and two hosts whose processes share one login, all
 * in one directory that {@link #close} removes. Thread-safe.
 */
final class DevFleet implements AutoCloseable {
  /** The hosts, each with a state directory of that name. */
  static final List<String> HOSTS = List.of("a", "b");

  private static final Duration ACCESS = Duration.ofMinutes(1);

  private @Nullable Path directory;
  private @Nullable EmbeddedPostgres postgres;
  private @Nullable Simulator simulator;
  private boolean closed;

  /**
   * Starts everything, and logs in.
   *
   * @throws IOException if that cannot be done here
   */
  synchronized void start() throws IOException {
    if (closed) {
      return;
    }
    Path home = Files.createTempDirectory("pawl-fleet-dev-");
    directory = home;
    simulator = Simulator.builder().policy(RotationPolicy.STRICT_FAMILY).accessTtl(ACCESS).start();
    postgres = server(home);
    String unused = new PostgresStoreProvider().initialize(StoreAddress.of(url()));
    settings(home);
    logIn();
  }

  /* Who is root is mapped to somebody else for it, by the library. */
  private static EmbeddedPostgres server(Path home) throws IOException {
    System.setProperty("ot.epg.working-dir", home.resolve("postgresql").toString());
    return EmbeddedPostgres.builder()
        .setDataDirectory(home.resolve("data"))
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  private void settings(Path home) throws IOException {
    Path key = home.resolve("fleet.key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, new TinkSealProvider().generate() + "\n");
    Path settings = home.resolve("config/pawl/settings.json");
    Files.createDirectories(Objects.requireNonNull(settings.getParent()));
    Files.writeString(
        settings, Json.write(Map.of("fleet", Map.of("url", url(), "key", "file:" + key))));
  }

  private void logIn() {
    Simulator server = simulator();
    IssuedGrant issued = server.newFamily("alice");
    ClientRegistration client =
        new ClientRegistration(
            server.issuer().toString(),
            server.tokenEndpoint(),
            server.revocationEndpoint(),
            server.clientId(),
            "",
            ReplayPolicy.UNKNOWN);
    long now = server.clock().millis();
    TokenSet tokens =
        new TokenSet(
            issued.accessToken(), now, now + issued.expiresIn().toMillis(), issued.refreshToken());
    try (TokenManager manager =
        TokenManager.builder().environment(environment(HOSTS.get(0))).warmUp(false).build()) {
      Object unused = manager.login(Grant.login(client, tokens));
    }
  }

  /** Where everything lies. */
  synchronized Path directory() {
    return Objects.requireNonNull(directory);
  }

  /** The server that logins are made at. */
  synchronized Simulator simulator() {
    return Objects.requireNonNull(simulator);
  }

  /** The store's address. */
  synchronized String url() {
    int port = Objects.requireNonNull(postgres).getPort();
    return "postgresql://postgres@localhost:" + port + "/postgres";
  }

  /** The page of the simulated server. */
  String server() {
    return simulator().page().toString();
  }

  /** The variables of a process of {@code host}. */
  Map<String, String> environment(String host) {
    Path home = directory();
    return Map.of(
        "XDG_CONFIG_HOME", home.resolve("config").toString(),
        "PAWL_HOME", home.resolve(host).toString());
  }

  /** What a person types to run {@code verb} on {@code host}. */
  String command(String host, String verb) {
    Path home = directory();
    return "XDG_CONFIG_HOME="
        + ShellWord.of(home.resolve("config"))
        + " PAWL_HOME="
        + ShellWord.of(home.resolve(host))
        + " "
        + ShellWord.of(System.getProperty("pawl.launcher", "pawl"))
        + " "
        + verb;
  }

  /** Ends what was started and removes its files. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (postgres != null) {
        postgres.close();
      }
    } catch (IOException e) {
      System.err.println("pawl: PostgreSQL did not end as it should: " + e.getMessage());
    }
    if (simulator != null) {
      simulator.close();
    }
    if (directory != null) {
      remove(directory);
    }
  }

  /** Removes {@code directory} and what is in it. */
  static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("pawl: " + directory + " could not be removed: " + e.getMessage());
    }
  }
}
