package dev.pawl.benchmarks.lock;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.actor.Actors;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Holders that are killed while others wait; all figures in milliseconds. */
final class HandOver implements AutoCloseable {
  private static final int WAITERS = 8;

  private final Path scratch;
  private final ProviderProcess provider;
  private final Home home;
  private final List<Talker> waiters = new ArrayList<>();

  HandOver(Path scratch, ProviderProcess provider) throws IOException {
    this.scratch = scratch;
    this.provider = provider;
    this.home = Home.create(scratch.resolve("hand-over"), Engine.MAPPED, 16);
    for (int i = 0; i < WAITERS; i++) {
      waiters.add(Actors.start(scratch));
    }
  }

  /** From the call to the arrival of the spend at the provider, nobody in the way. */
  double free(int turn) throws IOException {
    String profile = "free-" + turn;
    ProviderLogin login = logIn(profile);
    Talker caller = waiters.get(0);
    open(caller, profile);
    long begun = System.nanoTime();
    caller.ask(Map.of("do", "token"));
    return millisToSpend(login, begun);
  }

  /** From the kill of the holder to the arrival of the next one's spend at the provider. */
  double managers(int turn) throws IOException, InterruptedException {
    String profile = "held-" + turn;
    ProviderLogin login = logIn(profile);
    for (Talker waiter : waiters) {
      open(waiter, profile);
    }
    long killed;
    try (Talker holder = Actors.start(scratch)) {
      holder.ask(
          Map.<String, Object>of(
              "do", "hold", "state", home.state().toString(), "profile", profile));
      for (Talker waiter : waiters) {
        waiter.send(Map.of("do", "token"));
      }
      TimeUnit.MILLISECONDS.sleep(200 + ThreadLocalRandom.current().nextInt(30));
      killed = System.nanoTime();
    }
    for (Talker waiter : waiters) {
      waiter.answer();
    }
    return millisToSpend(login, killed);
  }

  private double millisToSpend(ProviderLogin login, long begun) throws IOException {
    long spent = provider.spentAt(login.family());
    if (spent < begun) {
      throw new IOException("nothing was refreshed: no measurement");
    }
    return (spent - begun) / 1e6;
  }

  private ProviderLogin logIn(String profile) throws IOException {
    ProviderLogin login = provider.registrations(1).get(0);
    try (TokenManager manager = home.managers().profile(profile).build()) {
      manager.login(login.grant(0, 0)); // its access token has ended: whoever asks refreshes
    }
    return login;
  }

  private void open(Talker actor, String profile) throws IOException {
    Map<String, Object> order = Actors.open(home, profile);
    order.put("ask", 0);
    order.put("warmUp", 1);
    actor.ask(order);
  }

  /** The floor: one that sleeps in the kernel until the lock is free. */
  double kernel() throws IOException, InterruptedException {
    Path file = scratch.resolve("kernel-lock");
    long killed;
    Talker waiter = waiters.get(0);
    try (Talker holder = Actors.start(scratch)) {
      holder.ask(Map.<String, Object>of("do", "keep", "file", file.toString()));
      waiter.send(Map.<String, Object>of("do", "queue", "file", file.toString()));
      TimeUnit.MILLISECONDS.sleep(100);
      killed = System.nanoTime();
    }
    return (waiter.answer().integer("value", 0) - killed) / 1e6;
  }

  /** The same with flock(1), which has to start its child; NaN where there is none. */
  double program() throws IOException, InterruptedException {
    String file = scratch.resolve("flock-lock").toString();
    try {
      Process holder = new ProcessBuilder("flock", "--no-fork", file, "sleep", "600").start();
      TimeUnit.MILLISECONDS.sleep(50);
      Process waiter = new ProcessBuilder("flock", file, "echo", "in").start();
      TimeUnit.MILLISECONDS.sleep(100);
      long killed = System.nanoTime();
      holder.destroyForcibly();
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(waiter.getInputStream(), StandardCharsets.US_ASCII))) {
        in.readLine();
        return (System.nanoTime() - killed) / 1e6;
      }
    } catch (IOException e) {
      return Double.NaN; // not installed
    }
  }

  @Override
  public void close() {
    waiters.forEach(Talker::close);
  }
}
