package dev.pawl.benchmarks.contention.child;

import dev.pawl.benchmarks.process.CpuBook;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process of a storm: does what the lines of JSON on its input say. */
public final class StormChildMain {
  private final Board board;
  private final OffsetClock clock = new OffsetClock();
  private final Map<String, StormThreads> crews = new HashMap<>();
  private final String self = CpuBook.self();
  private CpuBook before = new CpuBook(Map.of());

  private StormChildMain(Path board) throws IOException {
    this.board = Board.at(board);
  }

  /**
   * Serves until its input ends; the one argument is the file of the board.
   *
   * @throws IOException if its input breaks
   */
  public static void main(String[] args) throws IOException {
    StormChildMain child = new StormChildMain(Path.of(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(
          Json.write(child.answer(Fields.read(line.getBytes(StandardCharsets.UTF_8)))));
      System.out.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  private Map<String, @Nullable Object> answer(Fields order) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    try {
      switch (order.text("do")) {
        case "open" -> open(order);
        case "storm" -> answer.put("late", storm(order) ? 1 : 0);
        case "collect" -> collect(crew(order), answer);
        case "close" -> crew(order).contender().close();
        case "exit" -> System.exit(0);
        default -> throw new IOException("no order " + order.text("do"));
      }
    } catch (IOException | RuntimeException e) {
      answer.put("error", e.toString());
    }
    return answer;
  }

  /**
   * Opens the contender, once on a login of its own to load what a refresh needs, then for good.
   */
  private void open(Fields order) throws IOException {
    String name = order.text("contender");
    clock.turnTo(order.integer("offset", 0));
    Fields warmUp = order.object("warmUp");
    if (warmUp != null) {
      warmUp(name, Path.of(order.text("warmUpDirectory")), ProviderLogin.of(warmUp));
    }
    Fields login = order.object("login");
    Contender contender =
        Contenders.open(
            name,
            Path.of(order.text("directory")),
            ProviderLogin.of(login == null ? order : login),
            clock);
    int place = (int) order.integer("place", 0);
    crews.put(name, new StormThreads(contender, board, place, (int) order.integer("threads", 1)));
  }

  private void warmUp(String name, Path directory, ProviderLogin own) throws IOException {
    OffsetClock ahead = new OffsetClock();
    long now = clock.millis();
    Contenders.logIn(name, directory, own, now);
    ahead.turnTo(now - System.currentTimeMillis());
    try (Contender contender = Contenders.open(name, directory, own, ahead)) {
      contender.token();
      ahead.turnTo(now - System.currentTimeMillis() + 2 * 3_600_000);
      contender.token();
    }
  }

  /** Whether the order came only after the start. */
  private boolean storm(Fields order) throws IOException {
    clock.turnTo(order.integer("offset", 0));
    long start = order.integer("start", 0);
    before = CpuBook.read();
    crew(order).appoint(start);
    return System.nanoTime() - start > 0;
  }

  private void collect(StormThreads crew, Map<String, @Nullable Object> answer) throws IOException {
    CpuBook.Entry used = CpuBook.read().since(before, self);
    answer.put("done", crew.isDone());
    answer.put("problem", crew.problem());
    answer.put("cpu", used.nanos());
    answer.put("voluntary", used.voluntary());
    answer.put("involuntary", used.involuntary());
  }

  private StormThreads crew(Fields order) throws IOException {
    StormThreads crew = crews.get(order.text("contender"));
    if (crew == null) {
      throw new IOException("contender " + order.text("contender") + " is not open");
    }
    return crew;
  }
}
