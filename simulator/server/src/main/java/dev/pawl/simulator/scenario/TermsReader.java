package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.scenario.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads what a server goes by, and how the person behaves. */
final class TermsReader {
  private static final long MOST_USES = 1_000_000;

  private final Members members;
  private final List<UnaryOperator<ServerTerms>> changes = new ArrayList<>();

  private TermsReader(Members members) {
    this.members = members;
  }

  /** Returns what the members of {@link Words#TERMS} change. */
  static UnaryOperator<ServerTerms> terms(Members members) {
    TermsReader reader = new TermsReader(members);
    reader.read();
    List<UnaryOperator<ServerTerms>> changes = List.copyOf(reader.changes);
    return before -> {
      ServerTerms after = before;
      for (UnaryOperator<ServerTerms> change : changes) {
        after = change.apply(after);
      }
      return after;
    };
  }

  private void read() {
    change("policy", members.constant("policy", RotationPolicy.class), ServerTerms::policy);
    change("graceWindow", members.duration("graceWindow"), ServerTerms::graceWindow);
    change("extraUses", members.number("extraUses"), TermsReader::extraUses);
    change("accessTtl", members.duration("accessTtl"), ServerTerms::accessTtl);
    change(
        "refreshIdle",
        members.duration("refreshIdle"),
        (terms, idle) -> terms.refreshEnds(terms.refreshEnds().idle(idle)));
    change(
        "refreshAbsolute",
        members.duration("refreshAbsolute"),
        (terms, absolute) -> terms.refreshEnds(terms.refreshEnds().absolute(absolute)));
    change("processingTime", members.duration("processingTime"), ServerTerms::processingTime);
    change("lenient", leniencies(), ServerTerms::lenient);
  }

  private Optional<Set<Leniency>> leniencies() {
    if (!members.has("lenient")) {
      return Optional.empty();
    }
    return Optional.of(
        members.words("lenient", Words.leniencies()).stream()
            .map(Leniency::of)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()));
  }

  private <T> void change(
      String name, Optional<T> value, BiFunction<ServerTerms, T, ServerTerms> change) {
    members.give(
        name,
        value,
        one -> {
          ServerTerms unused = change.apply(ServerTerms.standard(), one);
          changes.add(before -> change.apply(before, one));
        });
  }

  private static ServerTerms extraUses(ServerTerms terms, long uses) {
    if (uses > MOST_USES) {
      throw new IllegalArgumentException("'extraUses' is at most " + MOST_USES);
    }
    return new ServerTerms(
        terms.policy(),
        terms.graceWindow(),
        (int) uses,
        terms.accessTtl(),
        terms.refreshEnds(),
        terms.processingTime(),
        terms.lenient());
  }

  /** Returns what the member {@code consent} changes, if it is there. */
  static Consumer<Consent> consent(Members members) {
    List<Consumer<Consent>> changes = new ArrayList<>();
    members
        .object("consent", Words.CONSENT)
        .ifPresent(
            wish -> {
              wish.constant("browser", Consent.Manner.class)
                  .ifPresent(manner -> changes.add(consent -> consent.browser(manner)));
              wish.constant("device", Consent.Manner.class)
                  .ifPresent(manner -> changes.add(consent -> consent.device(manner)));
              wish.give(
                  "interval",
                  wish.duration("interval"),
                  interval -> {
                    new Consent().interval(interval);
                    changes.add(consent -> consent.interval(interval));
                  });
            });
    return consent -> changes.forEach(change -> change.accept(consent));
  }
}
