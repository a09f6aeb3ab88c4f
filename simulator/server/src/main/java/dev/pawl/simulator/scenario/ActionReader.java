package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.FamilyState;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.core.VirtualClock;
import dev.pawl.simulator.core.fault.DurationText;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.cut.CutRule;
import dev.pawl.simulator.cut.CutText;
import dev.pawl.simulator.cut.Cuts;
import dev.pawl.simulator.scenario.json.Members;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a step does, by the name of the action. */
final class ActionReader {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Pattern ACCESS_TOKENS = Pattern.compile("access-tokens(?: of (\\S+))?");
  private static final Pattern FAMILY = Pattern.compile("F[1-9][0-9]{0,8}");
  private static final Action NONE = (controls, due) -> {};

  private final Members step;
  private final List<Service> services;

  ActionReader(Members step, List<Service> services) {
    this.step = step;
    this.services = services;
  }

  /** Returns the action of that name; one that does nothing if it is wrong, or a fault. */
  Action read(String name) {
    return switch (name) {
      case "expire" -> step.parsed(name, ActionReader::expiry).orElse(NONE);
      case "revoke" -> step.parsed(name, ActionReader::revocation).orElse(NONE);
      case "clock" -> step.object(name, Words.CLOCK).map(this::turn).orElse(NONE);
      case "outage" -> step.object(name, Words.OUTAGE).map(this::outage).orElse(NONE);
      case "terms" -> step.object(name, Words.TERMS).map(ActionReader::terms).orElse(NONE);
      case "consent" -> consent();
      case "rejection" ->
          step.constant(name, RejectionShape.class).map(ActionReader::rejection).orElse(NONE);
      case "release" -> release();
      case "cut" -> step.object(name, Words.CUT).map(ActionReader::cut).orElse(NONE);
      case "clear" -> clear();
      default -> NONE;
    };
  }

  private static Action expiry(String text) {
    Matcher tokens = ACCESS_TOKENS.matcher(text);
    if (!tokens.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "'; allowed are access-tokens, access-tokens of F1");
    }
    Optional<String> family = Optional.ofNullable(tokens.group(1)).map(ActionReader::family);
    return (controls, due) -> {
      List<String> families =
          family
              .map(List::of)
              .orElseGet(
                  () -> controls.server().families().stream().map(FamilyState::name).toList());
      families.forEach(controls.server()::expireAccessTokens);
    };
  }

  private static Action revocation(String text) {
    Matcher tokens = ACCESS_TOKENS.matcher(text);
    if (tokens.matches() && tokens.group(1) != null) {
      String name = family(tokens.group(1));
      return (controls, due) -> controls.server().revokeAccessTokens(name);
    }
    String name = family(text);
    return (controls, due) -> controls.server().revokeFamily(name);
  }

  private static String family(String name) {
    if (!FAMILY.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "'; allowed are F1, access-tokens of F1, with any number");
    }
    return name;
  }

  private Action turn(Members order) {
    Optional<Service> service = service(order);
    Optional<Duration> skew = order.duration("skew");
    if (order.has("service") != order.has("skew")) {
      String one = order.has("skew") ? "skew" : "service";
      order.give(
          one,
          order.value(one),
          unused -> {
            throw new IllegalArgumentException("'service' and 'skew' go together");
          });
    }
    Map<Service, Duration> skews =
        service.isPresent() && skew.isPresent() ? Map.of(service.get(), skew.get()) : Map.of();
    VirtualClock.Turn turn =
        new VirtualClock.Turn(
            order.duration("offset"), order.duration("advance"), skews, order.flag("frozen"));
    return (controls, due) -> controls.world().clock().turn(turn);
  }

  private Optional<Service> service(Members order) {
    return order.word("service", services.stream().map(Service::name).toList()).map(Service::new);
  }

  private Action outage(Members order) {
    Service service = service(order).orElse(Service.OAUTH);
    String outage =
        order
            .word("outage", Words.OUTAGES)
            .orElse(service.equals(Service.OAUTH) ? "REFUSED" : "UNAVAILABLE");
    Optional<Duration> lasting = lasting(order);
    if (!service.equals(Service.OAUTH) && outage.equals("REFUSED")) {
      order.give(
          "service",
          order.value("service"),
          unused -> {
            throw new IllegalArgumentException(
                service + " can be UNAVAILABLE, not REFUSED: it shares its port with others");
          });
    }
    return (controls, due) -> {
      controls.outage().accept(service, outage);
      lasting.ifPresent(
          time ->
              controls
                  .world()
                  .timeline()
                  .at(due.plus(time), () -> controls.outage().accept(service, "NONE")));
    };
  }

  static Optional<Duration> lasting(Members outage) {
    return outage.parsed("for", ActionReader::forwards);
  }

  private static Action terms(Members order) {
    UnaryOperator<ServerTerms> change = TermsReader.terms(order);
    return (controls, due) -> controls.server().terms(change.apply(controls.server().terms()));
  }

  private Action consent() {
    Consumer<Consent> change = TermsReader.consent(step);
    return (controls, due) -> change.accept(controls.server().consent());
  }

  private static Action rejection(RejectionShape shape) {
    return (controls, due) -> controls.api().rejectionShape(shape);
  }

  private Action release() {
    step.flag("release")
        .filter(flag -> !flag)
        .flatMap(flag -> step.value("release"))
        .ifPresent(value -> step.problems().add(value.place(), "allowed is true"));
    return (controls, due) -> controls.world().faults().release();
  }

  private static Action cut(Members order) {
    boolean api = order.word("before", Words.BEFORE).orElse("issuer").equals("api");
    CutRule rule = order.parsed("cut", CutText::parse).orElse(null);
    if (rule == null) {
      order.require("cut");
      return NONE;
    }
    return (controls, due) -> {
      Cuts cuts = open(controls);
      CutRule unused = (api ? cuts.api() : cuts.issuer()).add(rule);
    };
  }

  private static Cuts open(Controls controls) {
    return controls
        .cuts()
        .get()
        .orElseThrow(
            () ->
                new IllegalArgumentException("no cut port was opened when the simulator started"));
  }

  private Action clear() {
    if (step.word("clear", Words.CLEAR).orElse("faults").equals("faults")) {
      return (controls, due) -> controls.world().faults().clear();
    }
    return (controls, due) -> {
      open(controls).issuer().clear();
      open(controls).api().clear();
    };
  }

  /** Reads a duration that goes forwards, up to the longest of virtual time. */
  static Duration forwards(String text) {
    Duration duration = DurationText.parse(text);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("'" + text + "' is not from 0 to 36500 days");
    }
    return duration;
  }
}
