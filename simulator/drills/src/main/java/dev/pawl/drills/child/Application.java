package dev.pawl.drills.child;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import dev.pawl.settings.Settings;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The application: one token manager, opened and used as its documentation says. Thread-safe. */
final class Application {
  private final InstantSource clock;
  private final AtomicInteger notices = new AtomicInteger();
  private volatile @Nullable TokenManager manager;
  private volatile @Nullable Path state;
  private volatile String profile = "";
  private volatile @Nullable Token held;
  private volatile @Nullable Token former;

  Application(InstantSource clock) {
    this.clock = clock;
  }

  void open(RunnerCommand order) {
    close();
    held = null;
    former = null;
    notices.set(0);
    Path directory = Path.of(order.text("state"));
    profile = order.text("profile");
    state = directory;
    manager =
        TokenManager.builder()
            .stateDirectory(directory)
            .profile(profile)
            .clock(clock)
            .cache(order.text("cache").equals("none") ? CacheMode.NONE : CacheMode.SHARED)
            .settings(settings(order.text("settings", "")))
            .requestTimeout(order.millis("requestMillis", 30_000))
            .waitTimeout(order.millis("timeoutMillis", 45_000))
            .rejectionInterval(order.millis("rejectionMillis", 60_000))
            .listener(this::notice)
            .build();
  }

  /* The runner has put a file of that name there. */
  private static Settings settings(String name) {
    Map<String, String> environment = System.getenv();
    Path asked = Path.of(environment.getOrDefault("XDG_CONFIG_HOME", ""), name);
    return name.isEmpty() ? Settings.of(environment) : new Settings(asked, null);
  }

  private void notice(Status status) {
    if (status.state() == Status.State.LOGIN_REQUIRED) {
      notices.incrementAndGet();
    }
  }

  void close() {
    TokenManager open = manager;
    if (open != null) {
      open.close();
    }
  }

  TokenManager manager() {
    TokenManager open = manager;
    if (open == null) {
      throw new IllegalStateException("no manager is open");
    }
    return open;
  }

  /** The token that this application holds, as a cache of its own would. */
  @Nullable Token held() {
    return held;
  }

  /** The token that it held before that, as a process that was slow still would. */
  @Nullable Token former() {
    return former;
  }

  synchronized void hold(Token token) {
    Token before = held;
    if (before != null && before.generation() != token.generation()) {
      former = before;
    }
    held = token;
  }

  void login(RunnerCommand order) {
    manager().login(new OrderedLogin(order).grant(clock.millis()));
  }

  Map<String, Object> status() {
    Status status = manager().status();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("state", status.state().name());
    members.put("usable", status.usable());
    members.put("generation", status.generation());
    members.put("cache", status.cache());
    members.put("notices", notices.get());
    members.put("workers", workers());
    Instant retryAt = status.retryAt();
    members.put("retryAtMillis", retryAt == null ? 0L : retryAt.toEpochMilli());
    return members;
  }

  /** How many threads of the manager are alive. */
  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("pawl-"))
        .count();
  }

  /** Takes the profile's lock and lets it go: proves that nobody is left holding it. */
  void probeLock(long timeoutMillis) throws IOException {
    KernelLock lock = new StateDirectory(directory()).lock(profile);
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    while (true) {
      try (KernelLock.Held mine = lock.tryAcquire()) {
        if (mine != null) {
          return;
        }
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new IOException("the lock is held by " + lock.holder());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  Path directory() {
    Path open = state;
    if (open == null) {
      throw new IllegalStateException("no manager is open");
    }
    return open;
  }

  String profile() {
    return profile;
  }
}
