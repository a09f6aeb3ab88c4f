package dev.pawl.it.kit;

import dev.pawl.TokenManager;
import dev.pawl.json.Fields;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** A simulator, a state directory and the managers that a test opens on it. */
public class Scene implements AutoCloseable {
  private static final Duration SPENT_WITHIN = Duration.ofMinutes(1);

  public final Simulator simulator;
  public final Path home;
  private final ReplayPolicy replay;
  private final Deque<TokenManager> managers = new ArrayDeque<>();

  public Scene(Path home, RotationPolicy policy, ReplayPolicy replay) {
    this(home, Simulator.builder().policy(policy).accessTtl(Duration.ofHours(1)), replay);
  }

  private Scene(Path home, Simulator.Builder simulator, ReplayPolicy replay) {
    this.home = home;
    this.replay = replay;
    this.simulator = simulator.start();
  }

  public static Scene strict(Path home) {
    return new Scene(home, RotationPolicy.STRICT_FAMILY, ReplayPolicy.UNKNOWN);
  }

  public static Scene of(Path home, RotationPolicy policy, ReplayPolicy replay) {
    return new Scene(home, policy, replay);
  }

  public static Scene of(Path home, Simulator.Builder simulator, ReplayPolicy replay) {
    return new Scene(home, simulator, replay);
  }

  /** One more manager, as another process would have it but for the memory. */
  public TokenManager manager() {
    return manager(builder -> builder);
  }

  public TokenManager manager(UnaryOperator<TokenManager.Builder> more) {
    TokenManager.Builder builder =
        TokenManager.builder()
            .stateDirectory(home)
            .clock(simulator.clock())
            .cache(CacheMode.SHARED)
            .waitTimeout(Duration.ofSeconds(20))
            .requestTimeout(Duration.ofSeconds(5));
    TokenManager manager = more.apply(builder).build();
    managers.push(manager);
    return manager;
  }

  /** A manager that is logged in with a fresh family. */
  public TokenManager loggedIn() {
    TokenManager manager = manager();
    manager.login(freshGrant());
    return manager;
  }

  public Grant freshGrant() {
    IssuedGrant issued = simulator.newFamily("alice");
    long now = simulator.clock().millis();
    return Grant.login(
        client(),
        new TokenSet(
            issued.accessToken(), now, now + issued.expiresIn().toMillis(), issued.refreshToken()));
  }

  public ClientRegistration client() {
    return new ClientRegistration(
        simulator.issuer().toString(),
        simulator.tokenEndpoint(),
        simulator.revocationEndpoint(),
        simulator.clientId(),
        "",
        replay);
  }

  /** Lets the access token end. */
  public void expire() {
    simulator.clock().advance(Duration.ofHours(1));
  }

  public void fault(String text) {
    simulator.faults().add(text);
  }

  public Entries spends() {
    return simulator.ledger().entries().spends();
  }

  /** Returns once {@code count} refresh tokens were presented. */
  public void awaitSpends(int count) throws InterruptedException {
    boolean came =
        simulator.ledger().await(any -> spends().count() >= count, SPENT_WITHIN).isPresent();
    if (!came) {
      throw new AssertionError(spends().count() + " spends in a minute, not " + count);
    }
  }

  public Path grantFile() {
    return home.resolve("grants").resolve("default.json");
  }

  public String stored() throws IOException {
    return Files.readString(grantFile());
  }

  /** Whether the server knows the stored refresh token as the one to be spent next. */
  public boolean storesCurrentRefreshToken() throws IOException {
    String refresh = Fields.read(stored().getBytes(StandardCharsets.UTF_8)).text("refresh_token");
    return simulator.isCurrentRefreshToken(refresh);
  }

  /** Whether the server takes the token. */
  public boolean isAccepted(Token token) {
    return simulator.labelOf(token.value()).isPresent();
  }

  @Override
  public final void close() {
    managers.forEach(TokenManager::close);
    simulator.close();
  }
}
