package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Leniency;
import java.util.List;
import java.util.stream.Stream;

/** The words of scenarios: the names of members by what they are members of. */
final class Words {
  /** Of a scenario. */
  static final List<String> SCENARIO =
      List.of("$schema", "name", "description", "server", "timeline");

  /** What the authorization server goes by, as in {@code POST /__sim/terms}. */
  static final List<String> TERMS =
      List.of(
          "policy",
          "graceWindow",
          "extraUses",
          "accessTtl",
          "refreshIdle",
          "refreshAbsolute",
          "processingTime",
          "lenient");

  /** Of what it is like at first. */
  static final List<String> SERVER =
      Stream.concat(TERMS.stream(), Stream.of("issuers", "skew", "consent", "rejection", "seed"))
          .toList();

  /** The services that have a clock besides the authorization server's. */
  static final List<String> SKEW = List.of("api");

  /** As in {@code POST /__sim/consent}. */
  static final List<String> CONSENT = List.of("browser", "device", "interval");

  /** When a step happens. */
  static final List<String> WHEN = List.of("at", "on");

  /** How long after a request it happens. */
  static final String LATER = "later";

  /** What happens. */
  static final List<String> ACTIONS =
      List.of(
          "fault",
          "expire",
          "revoke",
          "clock",
          "outage",
          "terms",
          "consent",
          "rejection",
          "release",
          "cut",
          "clear");

  /** Of a step. */
  static final List<String> STEP =
      Stream.of(WHEN, List.of(LATER), ACTIONS).flatMap(List::stream).toList();

  /** As in {@code POST /__sim/clock}. */
  static final List<String> CLOCK = List.of("offset", "advance", "service", "skew", "frozen");

  /** As in {@code POST /__sim/outage}, and for how long. */
  static final List<String> OUTAGE = List.of("service", "outage", "for");

  /** How a service is away. */
  static final List<String> OUTAGES = List.of("REFUSED", "UNAVAILABLE", "NONE");

  /** As in {@code POST /__sim/cuts}. */
  static final List<String> CUT = List.of("before", "cut");

  /** What a cut port lies before. */
  static final List<String> BEFORE = List.of("issuer", "api");

  /** What is taken away by {@code clear}. */
  static final List<String> CLEAR = List.of("faults", "cuts");

  private Words() {}

  static List<String> leniencies() {
    return Stream.of(Leniency.values()).map(Leniency::word).toList();
  }
}
