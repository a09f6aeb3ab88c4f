package dev.pawl.fleet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store says of itself, for {@code pawl doctor} and {@code pawl fleet status}.
 *
 * @param facts name and value, in the order in which they are shown; no secret
 * @param problems what breaks the guarantee or the use, each with what to do; empty if nothing
 */
public record StoreReport(Map<String, String> facts, List<String> problems) {

  /** Takes copies, in the same order. */
  public StoreReport {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    problems = List.copyOf(problems);
  }
}
