package dev.pawl.drills.child;

import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Does what the runner orders, each order on a thread of its own. Thread-safe. */
final class Desk {
  private final ControlLine line;
  private final TurnableClock clock = new TurnableClock();
  private final Application application = new Application(clock);
  private final Gateway gateway = new Gateway(clock);
  private final Map<Long, ThreadStorm> storms = new ConcurrentHashMap<>();

  Desk(ControlLine line) {
    this.line = line;
  }

  /** Takes an order; its answer is sent when it is done. */
  void take(RunnerCommand order) {
    ThreadStorm storm = storms.get(order.number("storm", -1));
    if (storm != null) {
      steer(storm, order); // at once: it must not wait for a thread to start
      return;
    }
    Thread thread = new Thread(() -> answer(order), "order-" + order.id());
    thread.setDaemon(true);
    thread.start();
  }

  private void steer(ThreadStorm storm, RunnerCommand order) {
    switch (order.verb()) {
      case "go" -> storm.go(order.number("atNanos", System.nanoTime()));
      case "interrupt" -> storm.interrupt();
      case "cancel" -> storm.cancel();
      default -> throw new IllegalArgumentException("unknown verb " + order.verb());
    }
    line.send(message(order, Map.of()));
  }

  private void answer(RunnerCommand order) {
    Map<String, Object> answer;
    try {
      answer = run(order);
    } catch (TokenException e) {
      answer = Map.of("error", e.reason().name(), "message", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      answer = Map.of("error", e.getClass().getSimpleName(), "message", "" + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = Map.of("error", "INTERRUPTED", "message", "interrupted");
    }
    line.send(message(order, answer));
  }

  private static Map<String, Object> message(RunnerCommand order, Map<String, Object> members) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", order.id());
    message.putAll(members);
    return message;
  }

  private Map<String, Object> run(RunnerCommand order) throws IOException, InterruptedException {
    switch (order.verb()) {
      case "clock" -> clock.offset(order.millis("offsetMillis", 0));
      case "open" -> application.open(order);
      case "login" -> application.login(order);
      case "pawl-login" ->
          new CommandLogin(order, application.directory(), application.profile()).run();
      case "logout" -> application.manager().logout();
      case "close" -> application.close();
      case "lock" -> application.probeLock(order.number("timeoutMillis", 1_000));
      case "exit" -> new Thread(() -> System.exit(0), "exit").start();
      case "status" -> {
        return application.status();
      }
      case "gateway" -> {
        return gateway.take(order);
      }
      case "storm" -> {
        return storm(order);
      }
      default -> throw new IllegalArgumentException("unknown verb " + order.verb());
    }
    return Map.of();
  }

  private Map<String, Object> storm(RunnerCommand order) throws InterruptedException {
    ThreadStorm storm = new ThreadStorm(application, order);
    storms.put(order.id(), storm);
    storm.stand();
    Map<String, Object> standing = new LinkedHashMap<>(application.status());
    standing.put("standing", true);
    line.send(message(order, standing));
    Map<String, Object> results = Map.of("results", storm.results());
    storms.remove(order.id());
    return results;
  }
}
