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
  final Simulator simulator;
  private final Path directory;
  private final Supplier<RecordStore> store;
  private final String key = new TinkSealProvider().generate();
  private final Seal seal = seal(key);
  private final Terms terms;
  private final Deque<TokenManager> managers = new ArrayDeque<>();
  private final Map<String, Path> homes = new HashMap<>();

  /**
   * What the hosts agree on.
   *
   * @param profile of the login
   * @param policy of the issuer
   * @param replay what the login says of it
   * @param request deadline of a request
   * @param ttl of a claim, and the quarantine of a doubt
   */
  record Terms(
      String profile, RotationPolicy policy, ReplayPolicy replay, Duration request, Duration ttl) {
    static final Terms USUAL =
        new Terms(
            "team",
            RotationPolicy.STRICT_FAMILY,
            ReplayPolicy.UNKNOWN,
            Duration.ofSeconds(5),
            Duration.ofSeconds(8));

    /** Of a short request, for who waits for the end of a claim. */
    Terms brief(String name) {
      return new Terms(name, policy, replay, Duration.ofSeconds(6), Duration.ofSeconds(9));
    }

    Terms rotated(RotationPolicy how) {
      return new Terms(profile, how, replay, request, ttl);
    }

    Terms replayed(ReplayPolicy how) {
      return new Terms(profile, policy, how, request, ttl);
    }
  }

  Hosts(Path directory, Supplier<RecordStore> store) {
    this(directory, store, Terms.USUAL);
  }

  Hosts(Path directory, Supplier<RecordStore> store, Terms terms) {
    this.directory = directory;
    this.store = store;
    this.terms = terms;
    this.simulator =
        Simulator.builder().policy(terms.policy()).accessTtl(Duration.ofHours(1)).start();
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

  String key() {
    return key;
  }

  Terms terms() {
    return terms;
  }

  /** A process of {@code host}, but for the memory. */
  TokenManager on(String host) {
    return on(host, builder -> builder);
  }

  TokenManager on(String host, UnaryOperator<TokenManager.Builder> more) {
    TokenManager.Builder builder =
        TokenManager.builder()
            .profile(terms.profile())
            .stateDirectory(home(host))
            .environment(Map.of())
            .settings(new Settings(settings(), null))
            .clock(simulator.clock())
            .requestTimeout(terms.request())
            .waitTimeout(Duration.ofSeconds(20))
            .fleet(store.get(), seal);
    TokenManager manager = more.apply(builder).build();
    managers.push(manager);
    return manager;
  }

  Path home(String host) {
    return homes.computeIfAbsent(host, name -> directory.resolve(name));
  }

  /** The file of the settings that all of them have. */
  Path settings() {
    Path file = directory.resolve("settings.json");
    String text =
        "{\"fleet\": {\"ttlSeconds\": %1$d, \"quarantineSeconds\": %1$d}}"
            .formatted(terms.ttl().toSeconds());
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
            terms.replay());
    return Grant.login(
        client,
        new TokenSet(
            issued.accessToken(), now, now + issued.expiresIn().toMillis(), issued.refreshToken()));
  }

  /** A login as a person has it who was given a refresh token alone. */
  Grant loginBy(String refreshToken) {
    return Grant.login(freshGrant().client(), TokenSet.ofRefresh(refreshToken));
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
