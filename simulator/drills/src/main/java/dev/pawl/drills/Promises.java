package dev.pawl.drills;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.pawl.drills.stage.Promise;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** What every drill promises under every policy: {@code drills.json}. */
public final class Promises {
  private final Map<String, Map<RotationPolicy, Promise>> drills;

  private Promises(Map<String, Map<RotationPolicy, Promise>> drills) {
    this.drills = drills;
  }

  /** Reads the shipped file. */
  public static Promises shipped() {
    try (InputStream in = Promises.class.getResourceAsStream("drills.json")) {
      if (in == null) {
        throw new IllegalStateException("drills.json is not on the class path");
      }
      TypeReference<Map<String, Map<RotationPolicy, Promise>>> table = new TypeReference<>() {};
      return new Promises(StrictJson.reader().forType(table).readValue(in));
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
    return Optional.ofNullable(drills.get(drill)).map(row -> row.get(policy));
  }

  Promise of(String drill, RotationPolicy policy) {
    return cell(drill, policy)
        .orElseThrow(
            () -> new IllegalStateException("drills.json says nothing of " + drill + " " + policy));
  }
}
