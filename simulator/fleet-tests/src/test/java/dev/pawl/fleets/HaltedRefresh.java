package dev.pawl.fleets;

import dev.pawl.TokenManager;
import dev.pawl.fleet.Seal;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.postgres.PostgresStoreProvider;
import dev.pawl.sealing.TinkSealProvider;
import dev.pawl.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A child JVM that asks once for the token of a fleet's login, and dies on the way. */
final class HaltedRefresh {
  /** What a shell says of who was killed. */
  static final int HALTED = 137;

  private HaltedRefresh() {}

  /**
   * Runs it to its end.
   *
   * @param ahead how far its clock is
   * @return its exit code
   */
  static int run(Hosts hosts, String host, String url, Duration ahead, Halting.Point point)
      throws IOException, InterruptedException {
    Path key = Files.writeString(hosts.home(host).resolveSibling(host + ".key"), hosts.key());
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HaltedRefresh.class.getName(),
            hosts.home(host).toString(),
            hosts.settings().toString(),
            key.toString(),
            url,
            hosts.terms().profile(),
            hosts.terms().request().toString(),
            ahead.toString(),
            point.name());
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  public static void main(String[] args) throws IOException {
    Seal seal = new TinkSealProvider().seal(Files.readString(Path.of(args[2])));
    Duration ahead = Duration.parse(args[6]);
    Halting store =
        new Halting(
            new PostgresStoreProvider().open(StoreAddress.of(args[3])),
            Halting.Point.valueOf(args[7]));
    try (TokenManager manager =
        TokenManager.builder()
            .profile(args[4])
            .stateDirectory(Path.of(args[0]))
            .environment(Map.of())
            .settings(new Settings(Path.of(args[1]), null))
            .clock(() -> Instant.now().plus(ahead))
            .requestTimeout(Duration.parse(args[5]))
            .fleet(store, seal)
            .build()) {
      System.out.println("not halted: generation " + manager.token().generation());
    }
  }
}
