package dev.pawl.it.play;

import dev.pawl.TokenManager;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.Trees;
import dev.pawl.lock.KernelLock;
import dev.pawl.refresh.LockQueue;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One play: managers as processes would have them, and a judge who watches. */
final class Play implements AutoCloseable {
  static final int MANAGERS = 3;
  private static final int MOST_ATTEMPTS = 12;
  /* Shorter than any cooldown, so that no call of a play waits for the clock, which stands still. */
  private static final Duration TIMEOUT = Duration.ofMillis(380);

  final PlayServer server;
  final Path home;
  final ReplayPolicy replay;
  final Judge judge;
  private final Vandal vandal;
  private boolean cacheLost;
  private long latest;
  private final List<Actor> actors = new ArrayList<>();

  /** A process: a manager, the clock that can kill it, and the token it was last given. */
  private final class Actor {
    private final CacheMode cache;
    private Killed.Clock clock;
    private TokenManager manager;
    private @Nullable Token last;

    Actor(CacheMode cache) {
      this.cache = cache;
      this.clock = new Killed.Clock(simulator().clock());
      this.manager = open();
    }

    private TokenManager open() {
      return open(TIMEOUT);
    }

    /** What a person does is worth waiting for. */
    void patiently(Consumer<TokenManager> change) {
      try (TokenManager patient = open(Duration.ofSeconds(30))) {
        change.accept(patient);
      }
    }

    private TokenManager open(Duration waitTimeout) {
      return TokenManager.builder()
          .stateDirectory(home)
          .clock(clock)
          .cache(cache)
          .waitTimeout(waitTimeout)
          .requestTimeout(Duration.ofSeconds(20))
          .build();
    }

    void restart() {
      manager.close();
      clock = new Killed.Clock(simulator().clock());
      manager = open();
      last = null;
    }
  }

  Play(PlayServer server, ReplayPolicy replay) throws IOException {
    this.server = server;
    this.replay = replay;
    this.home = Files.createTempDirectory("pawl-play");
    this.judge = new Judge(this);
    this.vandal = new Vandal(this);
  }

  Simulator simulator() {
    return server.simulator;
  }

  void begin() {
    for (int i = 0; i < MANAGERS; i++) {
      actors.add(new Actor(i == 2 ? CacheMode.NONE : CacheMode.SHARED));
    }
    login(actors.get(0));
    rest();
  }

  void perform(Step step) throws IOException {
    Actor actor = actors.get(step.manager());
    if (step.act().isForeign()) {
      vandal.act(step);
    } else if (step.act() == Step.Act.CRASH_WHILE_SAVING) {
      vandal.crashWhileSaving(step, () -> renewOrToken(actor));
      actor.restart();
    } else {
      actLawfully(actor, step);
    }
    rest();
    revive();
    judge.review();
    vandal.remember();
  }

  private void actLawfully(Actor actor, Step step) throws IOException {
    switch (step.act()) {
      case TOKEN -> token(actor);
      case RENEW -> renew(actor);
      case SHORT_WHILE -> advance(Duration.ofSeconds(1 + step.detail()));
      case ADVISORY_WINDOW -> advance(Duration.ofMinutes(56));
      case LIFETIME -> advance(PlayServer.LIFETIME);
      case CLOCK_BACK -> advance(Duration.ofSeconds(-1 - step.detail()));
      case MISHAP -> simulator().faults().add("refresh#1: " + Mishap.of(step.detail()).effect);
      case CRASH_AT_CLOCK -> crashAtClock(actor, step);
      case SERVER_GONE -> {
        simulator().down();
        token(actor);
        rest();
        simulator().up();
      }
      case LOGOUT -> logout(actor);
      case LOGIN -> login(actor);
      case ACCESS_REVOKED -> simulator().revokeAccessTokens(judge.family());
      case FAMILY_REVOKED -> simulator().revokeFamily(judge.family());
      case CACHE_DELETED -> {
        Files.deleteIfExists(home.resolve("cache"));
        cacheLost = true;
        advance(Duration.ofMillis(1001));
      }
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  /* At any look, or with the answer in hand; then somebody comes who would spend the same. */
  private void crashAtClock(Actor actor, Step step) {
    long before = simulator().ledger().position();
    if (step.detail() % 2 == 0) {
      actor.clock.killAt(1 + step.detail() / 2 % 6);
    } else {
      actor.clock.killWhen(() -> !simulator().ledger().since(before).spends().isEmpty());
    }
    judge.mayCrash();
    renewOrToken(actor);
    rest();
    revive();
    judge.review();
    renewOrToken(actors.get((step.manager() + 1) % MANAGERS));
  }

  void advance(Duration step) {
    latest = Math.max(latest, simulator().clock().millis());
    simulator().clock().advance(step);
  }

  private void renewOrToken(Actor actor) {
    if (actor.last == null) {
      advance(PlayServer.LIFETIME);
      token(actor);
    } else {
      renew(actor);
    }
  }

  private @Nullable TokenException token(Actor actor) {
    try {
      served(actor, actor.manager.token());
      return null;
    } catch (TokenException e) {
      return e;
    } catch (Killed e) {
      actor.restart();
      return null;
    }
  }

  private void renew(Actor actor) {
    Token rejected = actor.last;
    if (rejected == null) {
      return;
    }
    long before = simulator().ledger().position();
    boolean replaced = judge.isReplaced(rejected);
    try {
      Token renewed = actor.manager.renew(rejected);
      judge.renewed(rejected, renewed);
      served(actor, renewed);
    } catch (TokenException e) {
      judge.notRenewed(e);
    } catch (Killed e) {
      actor.restart();
    }
    rest();
    judge.forced(before, replaced);
  }

  private void served(Actor actor, Token token) {
    judge.served(token, actor.last);
    actor.last = token;
  }

  private void login(Actor actor) {
    Grant grant = freshGrant();
    actor.patiently(manager -> manager.login(grant));
    judge.loggedIn(grant);
    awaitNextLook(actor);
    for (Actor each : actors) {
      each.last = null;
      token(each);
    }
  }

  private void logout(Actor actor) {
    actor.patiently(TokenManager::logout);
    judge.loggedOut();
    awaitNextLook(actor);
    for (Actor each : actors) {
      each.last = null;
      TokenException problem = token(each);
      judge.afterLogout(problem);
    }
  }

  /* Who has no part in the cache, or in the others' cache, cannot tell them at
   * once: they look at the disk each second, later if the clock was set back. */
  private void awaitNextLook(Actor actor) {
    if (actor.cache == CacheMode.NONE || cacheLost) {
      long behind = Math.max(0, latest - simulator().clock().millis());
      advance(Duration.ofMillis(behind).plusSeconds(2));
    }
  }

  Grant freshGrant() {
    IssuedGrant issued = simulator().newFamily("alice");
    long now = simulator().clock().millis();
    return Grant.login(
        client(),
        new TokenSet(
            issued.accessToken(), now, now + issued.expiresIn().toMillis(), issued.refreshToken()));
  }

  ClientRegistration client() {
    return new ClientRegistration(
        simulator().issuer().toString(),
        simulator().tokenEndpoint(),
        simulator().revocationEndpoint(),
        simulator().clientId(),
        "",
        replay);
  }

  /** Waits until nobody works under the refresh lock. */
  void rest() {
    KernelLock lock = new StateDirectory(home).lock("default");
    try {
      TokenClock clock = TokenClock.system();
      long deadline = clock.deadline(Duration.ofMinutes(1));
      Objects.requireNonNull(new LockQueue("default", lock, clock).await(() -> false, deadline))
          .close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /* Who was killed in the background is started again as anybody else. */
  private void revive() {
    for (Actor actor : actors) {
      if (actor.clock.hasStruck()) {
        actor.restart();
      } else {
        actor.clock.spare();
      }
    }
  }

  /** All trouble ends: with a live server and time everybody has a token or must log in. */
  void end() {
    simulator().faults().clear();
    advance(Duration.ofHours(2));
    for (Actor actor : actors) {
      TokenException problem = settle(actor);
      rest();
      judge.review();
      judge.settled(problem);
    }
  }

  private @Nullable TokenException settle(Actor actor) {
    TokenException problem = null;
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      problem = token(actor);
      if (problem == null || problem.reason() == Reason.LOG_IN) {
        return problem;
      }
      rest();
      advance(problem.retryAfter());
    }
    return problem;
  }

  @Override
  public void close() throws IOException {
    simulator().faults().clear();
    simulator().up();
    actors.forEach(actor -> actor.manager.close());
    Trees.delete(home);
  }
}
