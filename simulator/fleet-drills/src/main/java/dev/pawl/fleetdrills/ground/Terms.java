package dev.pawl.fleetdrills.ground;

import dev.pawl.simulator.wire.StrictJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What hosts agree on: how long requests, claims and doubts last. */
public enum Terms {
  /** For who waits for the end of a claim. */
  BRIEF(1, 4),
  /** For many processes on a small machine. */
  USUAL(5, 8);

  private final int requestSeconds;
  private final int claimSeconds;

  Terms(int requestSeconds, int claimSeconds) {
    this.requestSeconds = requestSeconds;
    this.claimSeconds = claimSeconds;
  }

  /** Returns the longest that a request to the provider may take. */
  public int requestSeconds() {
    return requestSeconds;
  }

  /** Returns how long a claim may stand, and how long a doubt is left alone. */
  public int claimSeconds() {
    return claimSeconds;
  }

  /** Returns the name of its settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the settings of all hosts. */
  String settings(String url, Path key) {
    Map<String, Object> fleet = new LinkedHashMap<>();
    fleet.put("url", url);
    fleet.put("key", "file:" + key);
    fleet.put("ttlSeconds", claimSeconds);
    fleet.put("quarantineSeconds", claimSeconds);
    return StrictJson.write(Map.of("fleet", fleet));
  }
}
