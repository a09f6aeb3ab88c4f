package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuerPath;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.core.VirtualClock;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.scenario.json.Members;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a server is like at first.
 *
 * @param terms changes what it goes by
 * @param issuers paths of further issuers by name
 * @param skew how far the API's clock is ahead
 * @param consent changes how the person behaves
 * @param rejection the shape in which the API refuses revoked tokens
 * @param seed what tokens and chances are made from
 */
record Setup(
    UnaryOperator<ServerTerms> terms,
    Map<String, String> issuers,
    Optional<Duration> skew,
    Consumer<Consent> consent,
    Optional<RejectionShape> rejection,
    Optional<Long> seed) {
  static final Setup NOTHING =
      new Setup(
          terms -> terms,
          Map.of(),
          Optional.empty(),
          consent -> {},
          Optional.empty(),
          Optional.empty());

  static Setup read(Members members) {
    Optional<Duration> skew =
        members.object("skew", Words.SKEW).flatMap(services -> skew(services));
    return new Setup(
        TermsReader.terms(members),
        issuers(members),
        skew,
        TermsReader.consent(members),
        members.constant("rejection", RejectionShape.class),
        members.number("seed"));
  }

  private static Map<String, String> issuers(Members members) {
    Map<String, String> issuers = new LinkedHashMap<>();
    members
        .open("issuers")
        .forEach(
            (name, path) ->
                members
                    .problems()
                    .checking(
                        path,
                        () -> {
                          issuers.put(new Service(name).name(), IssuerPath.checked(path.text()));
                        }));
    return Collections.unmodifiableMap(issuers);
  }

  private static Optional<Duration> skew(Members services) {
    Optional<Duration> skew = services.duration("api");
    services.give("api", skew, ahead -> new VirtualClock().skew(Service.API, ahead));
    return skew;
  }
}
