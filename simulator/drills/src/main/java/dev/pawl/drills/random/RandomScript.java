package dev.pawl.drills.random;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a random drill does: drawn from a seed, read from a file, or what a shrinking left of
 * another. Immutable.
 *
 * @param replay what a spend without an answer may be followed by, as the settings have it
 * @param rounds one after the other
 */
public record RandomScript(String replay, List<Round> rounds) {
  private static final List<String> REPLAYS = List.of("unknown", "never", "window:30s");

  private static final List<String> FAULTS =
      List.of(
          "AFTER_COMMIT empty",
          "AFTER_COMMIT reset",
          "AFTER_COMMIT truncated",
          "AFTER_COMMIT 200 html",
          "AFTER_COMMIT 200 {}",
          "AFTER_COMMIT expires_in=missing",
          "AFTER_COMMIT delay 150ms",
          "BEFORE_COMMIT empty",
          "BEFORE_COMMIT 429 retry-after=1",
          "BEFORE_COMMIT 503 retry-after=1",
          "BEFORE_COMMIT 500",
          "BEFORE_COMMIT 500 error=server_error",
          "AFTER_COMMIT 500",
          "AFTER_COMMIT 500 error=server_error",
          "AFTER_COMMIT 502",
          "AFTER_COMMIT 503 retry-after=1",
          "AFTER_COMMIT 429 retry-after=1",
          "BEFORE_COMMIT 403 html");

  /**
   * Checks what a file may have wrong.
   *
   * @throws IllegalArgumentException if a part is missing or cannot be; the message says which
   */
  @SuppressWarnings("ConstantValue") // both may be absent in a file
  public RandomScript {
    if (replay == null || !REPLAYS.contains(replay)) {
      throw new IllegalArgumentException("\"replay\" must be one of " + REPLAYS);
    }
    if (rounds == null) {
      throw new IllegalArgumentException("\"rounds\" is missing");
    }
    rounds = List.copyOf(rounds);
    for (Round round : rounds) {
      if (round.fault() != null) {
        FaultText.parse(round.fault(), Instant.EPOCH);
      }
    }
  }

  /** Draws the three to five rounds of a seed. */
  public static RandomScript drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String replay = REPLAYS.get(random.nextInt(REPLAYS.size()));
    int count = random.nextInt(3, 6);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rounds.add(round(random, advance(random)));
    }
    return new RandomScript(replay, rounds);
  }

  /* Into the window where every process refreshes ahead, or a little, or past the token's end. */
  private static int advance(SplittableRandom random) {
    int lifetime = (int) DrillTerms.TTL.toSeconds();
    return switch (random.nextInt(4)) {
      case 0 -> lifetime - 140;
      case 1 -> random.nextInt(1, 400);
      default -> lifetime + 1;
    };
  }

  /** Draws what goes wrong in a round that begins when so much time has gone on. */
  static Round round(SplittableRandom random, int advanceSeconds) {
    String fault = null;
    if (random.nextInt(3) > 0) {
      int first = random.nextInt(1, 3);
      fault = "refresh#" + first + ": " + FAULTS.get(random.nextInt(FAULTS.size()));
    }
    boolean revoke = random.nextInt(5) == 0;
    Round.Request ask = random.nextBoolean() ? Round.Request.CALL : Round.Request.TWO_TOKENS;
    return new Round(advanceSeconds, fault, revoke, ask, trouble(random));
  }

  private static Round.@Nullable Trouble trouble(SplittableRandom random) {
    int millis = random.nextInt(1, 160);
    return switch (random.nextInt(6)) {
      case 0 -> new Round.Trouble(Round.Trouble.Kind.KILL, millis);
      case 1 -> new Round.Trouble(Round.Trouble.Kind.INTERRUPT, millis);
      case 2 -> new Round.Trouble(Round.Trouble.Kind.LOGOUT, millis);
      default -> null;
    };
  }

  /**
   * Reads a script as {@link #json} writes it.
   *
   * @throws IllegalArgumentException if it is none; the message says where and why
   */
  public static RandomScript parse(String json) {
    try {
      return StrictJson.reader().forType(RandomScript.class).readValue(json);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException why ? why : e;
      String message =
          cause instanceof JsonProcessingException wrong
              ? wrong.getOriginalMessage()
              : String.valueOf(cause.getMessage());
      throw new IllegalArgumentException(
          message + (e.getLocation() == null ? "" : ", at line " + e.getLocation().getLineNr()), e);
    }
  }

  /** Plays it. */
  public void play(Stage stage) throws IOException, InterruptedException {
    RandomPlay play = RandomPlay.begin(stage, replay, rounds.size());
    for (Round round : rounds) {
      play.round(round);
    }
    play.end();
  }

  /** Returns it as a JSON object, a round a line. */
  public String json() {
    StringBuilder json = new StringBuilder("{\"replay\":\"" + replay + "\",\"rounds\":[");
    for (int i = 0; i < rounds.size(); i++) {
      json.append(i == 0 ? "\n" : ",\n").append(StrictJson.write(rounds.get(i)));
    }
    return json.append("\n]}\n").toString();
  }
}
