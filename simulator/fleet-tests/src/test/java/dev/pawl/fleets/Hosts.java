package dev.pawl.fleets;

import dev.pawl.TokenManager;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.Seal;
import dev.pawl.sealing.TinkSealProvider;
import dev.pawl.settings.Settings;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A simulator, the store of a fleet, and hosts that each have a state directory of their own. */
final class Hosts implements AutoCloseable {
  static final Duration REQUEST = Duration.ofSeconds(5);
  static final Duration TTL = Duration.ofSeconds(8);
  static final Duration QUARANTINE = Duration.ofSeconds(8);

  final Simulator simulator;
  private final Path directory;
  private final Supplier<RecordStore> store;
  private final Seal seal;
  private final ReplayPolicy replay;
  private final Deque<TokenManager> managers = new ArrayDeque<>();
  private final Map<String, Path> homes = new HashMap<>();

  Hosts(Path directory, Supplier<RecordStore> store) {
    this(directory, store, RotationPolicy.STRICT_FAMILY, ReplayPolicy.UNKNOWN);
  }

  Hosts(Path directory, Supplier<RecordStore> store, RotationPolicy policy, ReplayPolicy replay) {
    this.directory = directory;
    this.store = store;
    this.replay = replay;
    this.simulator = Simulator.builder().policy(policy).accessTtl(Duration.ofHours(1)).start();
    this.seal = seal(new TinkSealProvider().generate());
  }

  private static Seal seal(String key) {
    try {
      return new TinkSealProvider().seal(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Seal seal() {
    return seal;
  }

  /** A process of {@code host}, but for the memory. */
  TokenManager on(String host) {
    return on(host, builder -> builder);
  }

  TokenManager on(String host, UnaryOperator<TokenManager.Builder> more) {
    TokenManager.Builder builder =
        TokenManager.builder()
            .profile("team")
            .stateDirectory(home(host))
            .environment(Map.of())
            .settings(settings())
            .clock(simulator.clock())
            .requestTimeout(REQUEST)
            .waitTimeout(Duration.ofSeconds(20))
            .fleet(store.get(), seal);
    TokenManager manager = more.apply(builder).build();
    managers.push(manager);
    return manager;
  }

  Path home(String host) {
    return homes.computeIfAbsent(host, name -> directory.resolve(name));
  }

  private Settings settings() {
    Path file = directory.resolve("settings.json");
    String text =
        "{\"fleet\": {\"ttlSeconds\": %d, \"quarantineSeconds\": %d}}"
            .formatted(TTL.toSeconds(), QUARANTINE.toSeconds());
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Settings(file, null);
  }

  Grant freshGrant() {
    IssuedGrant issued = simulator.newFamily("alice");
    long now = simulator.clock().millis();
    ClientRegistration client =
        new ClientRegistration(
            simulator.issuer().toString(),
            simulator.tokenEndpoint(),
            simulator.revocationEndpoint(),
            simulator.clientId(),
            "",
            replay);
    return Grant.login(
        client,
        new TokenSet(
            issued.accessToken(), now, now + issued.expiresIn().toMillis(), issued.refreshToken()));
  }

  /** Lets the access token end. */
  void expire() {
    simulator.clock().advance(Duration.ofHours(1));
  }

  Entries spends() {
    return simulator.ledger().entries().spends();
  }

  @Override
  public void close() {
    managers.forEach(TokenManager::close);
    simulator.close();
  }
}
