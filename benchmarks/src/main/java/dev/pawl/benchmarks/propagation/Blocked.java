package dev.pawl.benchmarks.propagation;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.actor.Actors;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.benchmarks.provider.ProviderProcess;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.MappedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that is blocked in {@code token()} while another refreshes; this one watches the slot's
 * memory for the moment of the publication. In microseconds.
 */
final class Blocked implements AutoCloseable {
  private static final int PROVIDER_MILLIS = 60;

  private final ProviderProcess provider;
  private final Home home;
  private final List<Talker> callers = new ArrayList<>();

  Blocked(Path scratch) throws IOException {
    this.provider = ProviderProcess.start(scratch, PROVIDER_MILLIS);
    this.home = Home.create(scratch.resolve("blocked"), Engine.MAPPED, 512);
    callers.add(Actors.start(scratch));
    callers.add(Actors.start(scratch));
  }

  Samples waits(int turns) throws IOException, InterruptedException {
    Samples micros = new Samples();
    for (int turn = 0; turn <= turns; turn++) {
      double wait = wait("blocked-" + turn);
      if (turn > 0) { // the first is not counted
        micros.add(wait);
      }
    }
    return micros;
  }

  private double wait(String profile) throws IOException, InterruptedException {
    ProviderLogin login = provider.registrations(1).get(0);
    try (TokenManager manager = home.managers().profile(profile).build()) {
      manager.login(login.grant(0, 0)); // its access token has ended: whoever asks refreshes
    }
    for (Talker caller : callers) {
      Map<String, Object> order = Actors.open(home, profile);
      order.put("ask", 0);
      order.put("warmUp", 1);
      caller.ask(order);
    }
    for (Talker caller : callers) {
      caller.send(Map.of("do", "token"));
    }
    long published = publication(profile);
    List<Long> served = new ArrayList<>();
    for (Talker caller : callers) {
      served.add(caller.answer().integer("value", 0));
    }
    return (Collections.max(served) - published) / 1e3;
  }

  /** When the slot first spoke of the second generation. */
  private long publication(String profile) throws IOException, InterruptedException {
    try (MappedTable table = MappedTable.open(home.cacheFile())) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (System.nanoTime() - deadline < 0) {
        TokenSlot slot = table.find(profile);
        TokenSlot.Reading reading = slot == null ? null : slot.read();
        if (reading != null && reading.record().generation() >= 2) {
          return System.nanoTime();
        }
        TimeUnit.MICROSECONDS.sleep(50);
      }
    }
    throw new IOException("nothing was published");
  }

  @Override
  public void close() {
    callers.forEach(Talker::close);
    provider.close();
  }
}
