package dev.pawl.clients;

import dev.pawl.TokenManager;
import dev.pawl.credentials.Credentials;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A user who is logged in, before a simulator that rotates refresh tokens. */
final class ClientUser implements AfterEachCallback {
  private static final String BOUND = "bound";

  final Simulator simulator =
      Simulator.builder()
          .policy(RotationPolicy.STRICT_FAMILY)
          .accessTtl(Duration.ofHours(1))
          .acceptRealSecrets() // those that look so
          .start();
  private final Path home;
  private final Deque<TokenManager> managers = new ArrayDeque<>();

  ClientUser() {
    try {
      this.home = Files.createTempDirectory("pawl-client");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A manager with a fresh login. */
  TokenManager loggedIn() {
    IssuedGrant issued = simulator.newFamily("alice");
    long now = simulator.clock().millis();
    long end = now + issued.expiresIn().toMillis();
    TokenManager manager = manager();
    manager.login(
        Grant.login(
            client(simulator.clientId()),
            new TokenSet(issued.accessToken(), now, end, issued.refreshToken())));
    return manager;
  }

  /** A manager with a login whose tokens are bound to a key; the servers want nonces. */
  TokenManager loggedInWithAKey() {
    simulator
        .clients()
        .put(RegisteredClient.publicClient(BOUND).binding(TokenBinding.REQUIRED_WITH_NONCE));
    String refresh = simulator.newFamily("alice", BOUND).refreshToken();
    TokenManager manager = manager();
    manager.login(ProofKey.fresh().on(Grant.login(client(BOUND), TokenSet.ofRefresh(refresh))));
    return manager;
  }

  /** What a program gets that finds the variable {@code name} and no login. */
  Credentials variable(String name, String value) {
    return Credentials.builder(
            TokenManager.builder()
                .stateDirectory(home.resolve("state"))
                .environment(Map.of(name, value)))
        .build();
  }

  private TokenManager manager() {
    TokenManager manager =
        TokenManager.builder()
            .stateDirectory(home.resolve("state"))
            .clock(simulator.clock())
            .requestTimeout(Duration.ofSeconds(5))
            .build();
    managers.push(manager);
    return manager;
  }

  private ClientRegistration client(String id) {
    return new ClientRegistration(
        simulator.issuer().toString(),
        simulator.tokenEndpoint(),
        simulator.revocationEndpoint(),
        id,
        "",
        ReplayPolicy.UNKNOWN);
  }

  /** What gives {@code supply}'s tokens to the simulated API. */
  RequestAuthorizer authorizer(TokenSupply supply) {
    return RequestAuthorizer.builder(supply)
        .origins(simulator.api())
        .clock(simulator.clock())
        .build();
  }

  URI whoami() {
    return simulator.api().resolve("/v1/whoami");
  }

  URI messages() {
    return simulator.api().resolve("/v1/messages");
  }

  Entries spends() {
    return simulator.ledger().entries().spends();
  }

  Entries calls() {
    return simulator.ledger().entries().apiCalls();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    managers.forEach(TokenManager::close);
    simulator.close();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
