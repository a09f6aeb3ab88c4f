package dev.pawl.it.play;

import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.ReplayPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The whole protocol against a model: three managers on one state directory, a real server, crashes
 * and lost answers in any order. The build plays the same plays each time; {@code -Dpawl.plays=N}
 * draws others, {@code -Djqwik.tries.default=N} more of them.
 */
class ProtocolPropertyTest {
  private static final Map<RotationPolicy, PlayServer> SERVERS = new ConcurrentHashMap<>();

  /** A server's policy and what the issuer's settings say of it. */
  record Terms(RotationPolicy policy, ReplayPolicy replay) {}

  @Property(seed = "20261121")
  void play_byTheRules_servesEveryoneAndSpendsOnce(
      @ForAll("terms") Terms terms, @ForAll("lawful") List<Step> steps) throws IOException {
    perform(terms, steps);
  }

  @Property(seed = "20261122")
  void play_withForeignHands_neverSpendsTwiceAndGetsNobodyStuck(
      @ForAll("terms") Terms terms, @ForAll("lawless") List<Step> steps) throws IOException {
    perform(terms, steps);
  }

  private static void perform(Terms terms, List<Step> steps) throws IOException {
    PlayServer server = SERVERS.computeIfAbsent(terms.policy(), PlayServer::new);
    synchronized (server) { // a shrinking thread may outlive its property
      try (Play play = new Play(server, terms.replay())) {
        play.begin();
        for (Step step : steps) {
          play.perform(step);
        }
        play.end();
      }
    }
  }

  @Provide
  Arbitrary<Terms> terms() {
    ReplayPolicy window = ReplayPolicy.window(Duration.ofSeconds(30));
    return Arbitraries.of(
        new Terms(RotationPolicy.STRICT_FAMILY, ReplayPolicy.UNKNOWN),
        new Terms(RotationPolicy.STRICT_FAMILY, ReplayPolicy.NEVER),
        new Terms(RotationPolicy.STRICT_REJECT, ReplayPolicy.UNKNOWN),
        new Terms(RotationPolicy.GRACE_SAME, window),
        new Terms(RotationPolicy.GRACE_SAME, ReplayPolicy.UNKNOWN),
        new Terms(RotationPolicy.NONE, ReplayPolicy.FREE),
        new Terms(RotationPolicy.NONE, ReplayPolicy.UNKNOWN));
  }

  @Provide
  Arbitrary<List<Step>> lawful() {
    return steps(act -> !act.isForeign());
  }

  @Provide
  Arbitrary<List<Step>> lawless() {
    return steps(act -> true);
  }

  private static Arbitrary<List<Step>> steps(java.util.function.Predicate<Step.Act> allowed) {
    List<Step.Act> acts = new ArrayList<>(List.of(Step.Act.values()));
    acts.removeIf(allowed.negate());
    acts.addAll(List.of(Step.Act.TOKEN, Step.Act.TOKEN, Step.Act.LIFETIME, Step.Act.MISHAP));
    Collections.shuffle(acts, new Random(Long.getLong("pawl.plays", 1)));
    return Combinators.combine(
            Arbitraries.of(acts),
            Arbitraries.integers().between(0, Play.MANAGERS - 1),
            Arbitraries.integers().between(0, 59))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(14);
  }

  @AfterContainer
  static void strike() {
    SERVERS.values().forEach(PlayServer::close);
    SERVERS.clear();
  }
}
