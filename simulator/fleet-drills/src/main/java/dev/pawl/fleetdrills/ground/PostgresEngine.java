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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A PostgreSQL with two standbys of which one must have what is acknowledged, by zonky's binaries,
 * which nobody needs to install.
 */
final class PostgresEngine extends Engine {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MEMBERS = 3;
  private static final Duration START = Duration.ofSeconds(60);

  private final List<PostgresServer> members = new ArrayList<>();
  private final String address;

  private PostgresEngine(String address) {
    this.address = address;
  }

  static PostgresEngine start(String address, Path scratch) throws IOException {
    if (Shell.isRoot() && !Shell.has("unshare")) {
      throw new MissingException(
          "PostgreSQL does not run as root, and there is no unshare to be somebody else for it;"
              + " next: apt-get install util-linux");
    }
    PostgresEngine started = new PostgresEngine(address);
    Path first = scratch.resolve("postgres0");
    Path binary = initialize(first);
    Map<String, String> settings = settings(address, scratch);
    for (int member = 0; member < MEMBERS; member++) {
      Path data = scratch.resolve("postgres" + member);
      started.members.add(new PostgresServer(binary, data, settings));
    }
    PostgresServer primary = started.members.get(0);
    for (PostgresServer standby : started.members.subList(1, MEMBERS)) {
      standby.copy(primary);
      standby.follow(primary);
    }
    try {
      started.startAgain();
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  /* Zonky unpacks the binaries and makes the directory; a server that ran once, and ended well. */
  private static Path initialize(Path data) throws IOException {
    Redirect told = Redirect.appendTo(data.resolveSibling("initdb.log").toFile());
    EmbeddedPostgres made =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setErrorRedirector(told)
            .setOutputRedirector(told)
            .setPGStartupWait(START)
            .start();
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      String words = Files.readString(Path.of("/proc", pid, "cmdline"), UTF_8);
      return Path.of(words.substring(0, words.indexOf('\0')));
    } finally {
      made.close();
    }
  }

  private static Map<String, String> settings(String address, Path scratch) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("synchronous_standby_names", "*");
    settings.put("hot_standby", "on");
    settings.put("wal_retrieve_retry_interval", "200ms");
    settings.put("max_connections", "500");
    settings.put("unix_socket_directories", "");
    settings.put(
        "listen_addresses", address.equals(LOOPBACK) ? LOOPBACK : LOOPBACK + "," + address);
    settings.put("hba_file", trusting(scratch).toString());
    return settings;
  }

  private static Path trusting(Path scratch) throws IOException {
    return Files.writeString(
        scratch.resolve("hba.conf"),
        """
        host replication all 127.0.0.1/32 trust
        host all all 127.0.0.1/32 trust
        host all all 10.213.0.0/16 trust
        """);
  }

  @Override
  public String url() {
    return "postgresql://postgres@"
        + members.stream()
            .map(member -> address + ":" + member.port())
            .collect(Collectors.joining(","))
        + "/postgres"
        + (address.equals(LOOPBACK) ? "" : "?sslmode=disable");
  }

  @Override
  RecordStoreProvider provider() {
    return new PostgresStoreProvider();
  }

  @Override
  public void kill() {
    members.forEach(PostgresServer::kill);
  }

  /* As those do who tend such servers: of the standbys, the one that has most takes over. */
  @Override
  public void killLeader() throws IOException {
    PostgresServer primary = primary();
    primary.kill();
    primary.forget(); // it never answers again as it was
    PostgresServer next = null;
    for (PostgresServer member : standbys()) {
      if (next == null || member.received() > next.received()) {
        next = member;
      }
    }
    if (next == null) {
      throw new IOException("no standby runs");
    }
    next.promote();
    for (PostgresServer other : standbys()) {
      other.followNow(next);
    }
  }

  private PostgresServer primary() throws IOException {
    return members.stream()
        .filter(member -> !member.isEmpty() && !member.isStandby())
        .findFirst()
        .orElseThrow(() -> new IOException("PostgreSQL has no primary"));
  }

  private List<PostgresServer> standbys() {
    return members.stream().filter(PostgresServer::isStandby).toList();
  }

  /* One that was the primary before begins anew, as a standby, with what a standby has. */
  @Override
  public void startAgain() throws IOException {
    for (PostgresServer member : members) {
      if (member.isEmpty()) {
        PostgresServer standby = standbys().get(0);
        standby.stop();
        member.copy(standby);
      }
    }
    for (PostgresServer member : members) {
      if (!member.isRunning()) {
        member.start();
      }
    }
    for (PostgresServer member : members) {
      member.await();
    }
    await();
  }

  @Override
  public void close() throws IOException {
    super.close();
    kill(); // its data is of no use any more
  }
}
