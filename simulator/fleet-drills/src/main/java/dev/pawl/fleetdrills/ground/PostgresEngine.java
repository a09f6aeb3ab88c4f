package dev.pawl.fleetdrills.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.fleet.RecordStoreProvider;
import dev.pawl.postgres.PostgresStoreProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL by zonky's binaries, which nobody needs to install. */
final class PostgresEngine extends Engine {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String DATA = "postgres";
  private static final String LOG = "postgres.log";

  private final EmbeddedPostgres postgres;
  private final String address;
  private final Path log;
  private final List<String> command;
  private ProcessHandle server;

  private PostgresEngine(EmbeddedPostgres postgres, String address, Path scratch)
      throws IOException {
    this.postgres = postgres;
    this.address = address;
    this.log = scratch.resolve(LOG);
    List<String> lines = Files.readAllLines(scratch.resolve(DATA).resolve("postmaster.pid"));
    long pid = Long.parseLong(lines.get(0).strip());
    this.command = command(pid);
    this.server = ProcessHandle.of(pid).orElseThrow(() -> new IOException("PostgreSQL ended"));
  }

  static PostgresEngine start(String address, Path scratch) throws IOException {
    if (Shell.isRoot() && !Shell.has("unshare")) {
      throw new MissingException(
          "PostgreSQL does not run as root, and there is no unshare to be somebody else for it;"
              + " next: apt-get install util-linux");
    }
    Redirect told = Redirect.appendTo(scratch.resolve(LOG).toFile());
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(scratch.resolve(DATA))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "500")
            .setErrorRedirector(told)
            .setOutputRedirector(told)
            .setPGStartupWait(Duration.ofSeconds(60));
    if (!address.equals(LOOPBACK)) {
      builder
          .setServerConfig("listen_addresses", "localhost," + address)
          .setServerConfig("hba_file", trusting(scratch).toString());
    }
    PostgresEngine started = new PostgresEngine(builder.start(), address, scratch);
    started.await();
    return started;
  }

  private static Path trusting(Path scratch) throws IOException {
    return Files.writeString(
        scratch.resolve("hba.conf"),
        """
        local all all trust
        host all all 127.0.0.1/32 trust
        host all all ::1/128 trust
        host all all 10.213.0.0/16 trust
        """);
  }

  /* As it was started; where this user is root, in a user namespace. */
  private static List<String> command(long pid) throws IOException {
    List<String> command = new ArrayList<>();
    if (Shell.isRoot()) {
      command.addAll(List.of("unshare", "-U"));
    }
    String words = Files.readString(Path.of("/proc/" + pid + "/cmdline"), UTF_8);
    Stream.of(words.split("\0", -1)).filter(word -> !word.isEmpty()).forEach(command::add);
    return command;
  }

  @Override
  public String url() {
    return "postgresql://postgres@"
        + address
        + ":"
        + postgres.getPort()
        + "/postgres"
        + (address.equals(LOOPBACK) ? "" : "?sslmode=disable");
  }

  @Override
  RecordStoreProvider provider() {
    return new PostgresStoreProvider();
  }

  @Override
  public void kill() throws IOException {
    List<ProcessHandle> whole = new ArrayList<>(server.descendants().toList());
    whole.add(0, server);
    for (ProcessHandle each : whole) {
      Shell.kill(each);
    }
  }

  @Override
  public void startAgain() throws IOException {
    if (!server.isAlive()) {
      Redirect told = Redirect.appendTo(log.toFile());
      server =
          new ProcessBuilder(command).redirectOutput(told).redirectError(told).start().toHandle();
    }
    await();
  }

  @Override
  public void close() throws IOException {
    super.close();
    kill(); // its data is of no use any more
    postgres.close();
  }
}
