package dev.pawl.benchmarks.contention;

import dev.pawl.benchmarks.contention.child.Board;
import dev.pawl.benchmarks.contention.child.Contenders;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.benchmarks.provider.ProviderProcess;
import dev.pawl.json.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Storms of one entrant and one size, again and again. Before each, every process sleeps until an
 * instant that all were told of in advance; during it, nobody reports anything but one store into
 * mapped memory; a second after the last was served, the books are read.
 */
final class StormSeries {
  /** How far all clocks are turned before each storm: past the end of any token. */
  private static final long TURN_MILLIS = TimeUnit.HOURS.toMillis(2);

  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int MOST_NOTICE = 8;

  private final Entrant entrant;
  private final ProviderProcess provider;
  private final ProviderLogin login;
  private final List<Talker> children;
  private final Board board;
  private final int threads;
  private long offset;
  private boolean late;

  private StormSeries(
      Entrant entrant,
      int size,
      ProviderProcess provider,
      StormFleet.Opening opening,
      List<Talker> children,
      Board board) {
    this.entrant = entrant;
    this.provider = provider;
    this.login = opening.login();
    this.offset = opening.offset();
    this.children = children;
    this.board = board;
    this.threads = entrant.threads(size);
  }

  /** Logs in and opens the entrant in all its processes. */
  static StormSeries prepare(
      Entrant entrant, int size, StormFleet fleet, ProviderProcess provider, Path scratch)
      throws IOException {
    ProviderLogin login = provider.registrations(1).get(0);
    Path directory = scratch.resolve(entrant.directory(size));
    Contenders.logIn(entrant.name(), directory, login, System.currentTimeMillis());
    StormFleet.Opening opening = new StormFleet.Opening(entrant, directory, login, 0);
    Board board = Board.at(fleet.board()); // the children open it
    List<Talker> children = fleet.open(opening, size);
    return new StormSeries(entrant, size, provider, opening, children, board);
  }

  /** One storm; repeated with more notice if a process heard of the start only after it. */
  StormOutcome run() throws IOException, InterruptedException {
    return run(1);
  }

  /** One storm that is not counted, so nothing need come to rest after it. */
  void warmUp() throws IOException, InterruptedException {
    run(0);
  }

  private StormOutcome run(int restSeconds) throws IOException, InterruptedException {
    for (int notice = 1; notice <= MOST_NOTICE; notice *= 2) {
      StormOutcome outcome = once(notice, restSeconds);
      if (!late) {
        return outcome;
      }
    }
    throw new IOException("the machine is too busy to tell all processes of a start in time");
  }

  private StormOutcome once(int notice, int restSeconds) throws IOException, InterruptedException {
    board.wipe();
    offset += TURN_MILLIS;
    provider.advance(TURN_MILLIS);
    long spendsBefore = provider.spends(login.family());
    long lead = (300 + 8L * children.size()) * notice;
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lead);
    Map<String, Object> order =
        Map.<String, Object>of(
            "do", "storm", "contender", entrant.name(), "start", start, "offset", offset);
    for (Talker child : children) {
      child.send(order);
    }
    late = false;
    for (Fields answer : Talker.answers(children)) {
      late |= answer.integer("late", 0) > 0;
    }
    awaitEnd(start + TIMEOUT_NANOS);
    TimeUnit.SECONDS.sleep(restSeconds);
    return collect(start, provider.spends(login.family()) - spendsBefore);
  }

  private void awaitEnd(long deadline) throws InterruptedException {
    int place = 0;
    while (place < children.size() * threads && System.nanoTime() - deadline < 0) {
      if (board.read(place) == 0) {
        TimeUnit.MILLISECONDS.sleep(20);
      } else {
        place++;
      }
    }
  }

  private StormOutcome collect(long start, long spends) throws IOException {
    List<Double> served = new ArrayList<>();
    for (int place = 0; place < children.size() * threads; place++) {
      if (board.read(place) > 0) {
        served.add((board.read(place) - start) / 1e6);
      }
    }
    long cpu = 0;
    long voluntary = 0;
    long involuntary = 0;
    String problem = "";
    for (Talker child : children) {
      Fields book = child.ask(Map.of("do", "collect", "contender", entrant.name()));
      cpu += book.integer("cpu", 0);
      voluntary += book.integer("voluntary", 0);
      involuntary += book.integer("involuntary", 0);
      problem = book.text("problem", "").isEmpty() ? problem : book.text("problem");
    }
    return new StormOutcome(
        served,
        children.size() * threads - served.size(),
        spends,
        cpu / 1e9,
        voluntary,
        involuntary,
        problem);
  }
}
