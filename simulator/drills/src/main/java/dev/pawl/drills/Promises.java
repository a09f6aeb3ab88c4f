package dev.pawl.drills;

import dev.pawl.drills.stage.Promise;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What every drill promises under every policy: {@code drills.json}. */
public final class Promises {
  private final Map<String, Object> drills;

  private Promises(Map<String, Object> drills) {
    this.drills = drills;
  }

  /** Reads the shipped file. */
  public static Promises shipped() {
    try (InputStream in = Promises.class.getResourceAsStream("drills.json")) {
      if (in == null) {
        throw new IllegalStateException("drills.json is not on the class path");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Promises(Json.readObject(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the names of the drills that the file knows. */
  public Iterable<String> names() {
    return drills.keySet();
  }

  /** Returns a cell; empty if it is absent. */
  public Optional<Promise> cell(String drill, RotationPolicy policy) {
    return drills.get(drill) instanceof Map<?, ?> row && row.get(policy.name()) != null
        ? Optional.of(Promise.parse(String.valueOf(row.get(policy.name()))))
        : Optional.empty();
  }

  Promise of(String drill, RotationPolicy policy) {
    return cell(drill, policy)
        .orElseThrow(
            () -> new IllegalStateException("drills.json says nothing of " + drill + " " + policy));
  }
}
