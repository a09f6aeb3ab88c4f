package dev.pawl.benchmarks.actor;

import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The actor's process: does what the lines of JSON on its input say. */
public final class ActorMain {
  private ActorMain() {}

  /**
   * Serves until its input ends.
   *
   * @throws IOException if its input breaks
   */
  public static void main(String[] args) throws IOException {
    Actor actor = new Actor();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(
          Json.write(answer(actor, Fields.read(line.getBytes(StandardCharsets.UTF_8)))));
      System.out.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  private static Map<String, @Nullable Object> answer(Actor actor, Fields order) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    try {
      answer.put("value", actor.obey(order));
    } catch (IOException | RuntimeException e) {
      answer.put("error", e.toString());
    }
    return answer;
  }
}
