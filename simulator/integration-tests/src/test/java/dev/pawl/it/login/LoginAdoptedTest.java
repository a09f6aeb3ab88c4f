package dev.pawl.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildFleet;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.fleet.Running;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.Surfer;
import dev.pawl.simulator.core.operation.Operation;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sixteen processes wait for a login; a person logs in once, in the browser, and all go on. */
final class LoginAdoptedTest {
  private static final int PROCESSES = 16;
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final long BOUND_MILLIS = 30_000;

  private final Surfer browser = new Surfer();

  @TempDir Path directory;

  @Test
  void login_sixteenProcessesWait_allGoOnAfterOne() throws Exception {
    Path state = directory.resolve("state");
    try (Scene scene = Scene.strict(state);
        ChildFleet fleet = new ChildFleet(directory.resolve("fleet"))) {
      List<Running> waiting = new ArrayList<>();
      for (Child child : fleet.crew(PROCESSES)) {
        waiting.add(await(child, state));
      }
      long loggedInAt = logIn(scene);

      List<JsonNode> results = new ArrayList<>();
      for (Running each : waiting) {
        ChildReply reply = each.results(TIMEOUT);
        results.addAll(reply.list("results"));
      }

      assertThat(results).hasSize(PROCESSES).allMatch(result -> result.has("token"));
      assertThat(results.stream().map(result -> result.path("token")).distinct()).hasSize(1);
      assertThat(scene.simulator.ledger().entries().of(Operation.LOGIN).count()).isEqualTo(1);
      scene.spends().areNone();
      long last = results.stream().mapToLong(LoginAdoptedTest::endNanos).max().orElseThrow();
      long millis = TimeUnit.NANOSECONDS.toMillis(last - loggedInAt);
      System.out.println(
          "the last of " + PROCESSES + " processes went on " + millis + " ms after the login");
      assertThat(millis).isLessThan(BOUND_MILLIS);
    }
  }

  private static Running await(Child child, Path state) throws Exception {
    Map<String, Object> order = new HashMap<>();
    order.put("state", state.toString());
    order.put("profile", "default");
    order.put("cache", "recorded");
    ChildReply opened = child.ask("open", order, TIMEOUT);
    assertThat(opened.isOk()).as(opened.message()).isTrue();
    Map<String, Object> wait = new HashMap<>();
    wait.put("what", "token");
    wait.put("threads", 1);
    wait.put("awaitLoginMillis", TIMEOUT.toMillis());
    Running running = child.storm(wait);
    ChildReply standing = running.standing(TIMEOUT);
    assertThat(standing.text("state")).isEqualTo("LOGGED_OUT");
    running.steer("go");
    return running;
  }

  /** Logs in as a person does; returns the moment at which the browser said so. */
  private long logIn(Scene scene) throws Exception {
    Map<String, String> environment = CommandRun.environment(directory);
    try (LiveCommand login =
        new LiveCommand(
            environment,
            "login",
            "--no-browser",
            "--issuer",
            scene.simulator.issuer().toString(),
            "--client-id",
            scene.simulator.clientId())) {
      HttpResponse<String> page = browser.visit(login.address());
      long now = System.nanoTime();
      assertThat(page.body()).contains("You are logged in");
      CommandRun end = login.end();
      assertThat(end.exit()).as(end.err()).isZero();
      return now;
    }
  }

  private static long endNanos(JsonNode result) {
    return result.path("endNanos").asLong();
  }
}
