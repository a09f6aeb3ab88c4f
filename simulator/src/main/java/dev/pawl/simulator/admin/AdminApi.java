package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.FamilyState;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.Person;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.Role;
import dev.pawl.simulator.core.Service;
import dev.pawl.simulator.core.VirtualClock;
import dev.pawl.simulator.core.exchange.Answer;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The {@code /__sim} API: clock, faults, ledger, families and outages of a running simulator.
 * Whoever calls it needs the bearer token of this start, a loopback {@code Host} and, to send
 * anything, JSON; there are no CORS headers. Thread-safe.
 */
public final class AdminApi implements Endpoint {
  /** The path below which this API lies. */
  public static final String ROOT = "/__sim";

  private final Subject subject;
  private final Doorman doorman;

  /**
   * Creates the API.
   *
   * @param subject what it steers
   * @param token the bearer token that callers need
   */
  public AdminApi(Subject subject, String token) {
    this.subject = subject;
    this.doorman = new Doorman(token);
  }

  @Override
  public Answer handle(Request request) {
    return Answer.of(
        doorman
            .refusal(request)
            .orElseGet(() -> route(request))
            .header("Cache-Control", "no-store"));
  }

  private Reply route(Request request) {
    String path = request.path().substring(ROOT.length());
    try {
      return switch (request.method() + " " + path) {
        case "GET /clock" -> clock();
        case "POST /clock" -> turn(request);
        case "GET /faults" -> faults();
        case "POST /faults" -> addFault(request);
        case "DELETE /faults" -> clearFaults();
        case "POST /release" ->
            Reply.json(200, Map.of("released", subject.world().faults().release()));
        case "GET /ledger" -> ledger(request);
        case "GET /families" -> families();
        case "POST /families" -> login(request);
        case "POST /accounts" -> account(request);
        case "POST /consent" -> consent(request);
        case "POST /revoke" -> revoke(request);
        case "POST /rejection" -> rejection(request);
        case "POST /outage" -> outage(request);
        default -> error(404, "there is no " + request.method() + " " + ROOT + path);
      };
    } catch (IllegalArgumentException | NoSuchElementException | ArithmeticException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Reply clock() {
    VirtualClock clock = subject.world().clock();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("now", clock.instant().toString());
    members.put("offset", clock.offset().toString());
    members.put("frozen", clock.isFrozen());
    members.put("apiSkew", clock.skew(Service.API).toString());
    return Reply.json(200, members);
  }

  private Reply turn(Request request) {
    VirtualClock clock = subject.world().clock();
    request.parameter("offset").map(FaultText::duration).ifPresent(clock::offset);
    request.parameter("advance").map(FaultText::duration).ifPresent(clock::advance);
    request
        .parameter("apiSkew")
        .map(FaultText::duration)
        .ifPresent(skew -> clock.skew(Service.API, skew));
    request
        .parameter("frozen")
        .ifPresent(
            frozen -> {
              if (Boolean.parseBoolean(frozen)) {
                clock.freeze();
              } else {
                clock.thaw();
              }
            });
    return clock();
  }

  private Reply faults() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "faults", subject.world().faults().pending().stream().map(Fault::toString).toList());
    members.put("held", subject.world().faults().held());
    return Reply.json(200, members);
  }

  private Reply addFault(Request request) {
    subject.world().faults().add(required(request, "fault"));
    return faults();
  }

  private Reply clearFaults() {
    subject.world().faults().clear();
    return faults();
  }

  private Reply ledger(Request request) {
    long since = Long.parseLong(request.parameter("since").orElse("0"));
    List<Map<String, Object>> entries =
        subject.world().ledger().since(since).list().stream().map(LedgerEntry::members).toList();
    return Reply.json(200, Map.of("entries", entries));
  }

  private Reply families() {
    return Reply.json(
        200,
        Map.of(
            "families", subject.server().families().stream().map(FamilyState::members).toList()));
  }

  private Reply login(Request request) {
    IssuedGrant grant = subject.server().newFamily(request.parameter("account").orElse("admin"));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("family", grant.family());
    members.put("access_token", grant.accessToken());
    members.put("refresh_token", grant.refreshToken());
    members.put("expires_in", grant.expiresIn().toSeconds());
    return Reply.json(201, members);
  }

  private Reply revoke(Request request) {
    String family = required(request, "family");
    switch (request.parameter("what").orElse("family")) {
      case "family" -> subject.server().revokeFamily(family);
      case "access" -> subject.server().revokeAccessTokens(family);
      default -> throw new IllegalArgumentException("'what' is family or access");
    }
    return families();
  }

  private Reply account(Request request) {
    Person before = subject.server().people().person(required(request, "account"));
    Person person =
        new Person(
            before.account(),
            request.parameter("email").orElse(before.email()),
            request.parameter("organization").orElse(before.organization()),
            constant(Role.class, request.parameter("role").orElse(before.role().name()), "role"));
    subject.server().people().put(person);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("account", person.account());
    members.put("email", person.email());
    members.put("organization", person.organization());
    members.put("organizationId", person.organizationId());
    members.put("role", person.role().name());
    return Reply.json(200, members);
  }

  private Reply consent(Request request) {
    Consent consent = subject.server().consent();
    request
        .parameter("browser")
        .ifPresent(word -> consent.browser(constant(Consent.Manner.class, word, "browser")));
    request
        .parameter("device")
        .ifPresent(word -> consent.device(constant(Consent.Manner.class, word, "device")));
    request.parameter("interval").map(FaultText::duration).ifPresent(consent::interval);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("browser", consent.browser().name());
    members.put("device", consent.device().name());
    members.put("interval", consent.interval().toString());
    return Reply.json(200, members);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name, String what) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + what + "' is one of " + Arrays.toString(type.getEnumConstants())));
  }

  private Reply rejection(Request request) {
    RejectionShape shape = shape(required(request, "shape"));
    subject.api().rejectionShape(shape);
    return Reply.json(200, Map.of("shape", shape.name()));
  }

  private static RejectionShape shape(String name) {
    return Arrays.stream(RejectionShape.values())
        .filter(shape -> shape.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'shape' is one of " + Arrays.toString(RejectionShape.values())));
  }

  private Reply outage(Request request) {
    String outage = required(request, "outage");
    subject.outage().accept(outage);
    return Reply.json(200, Map.of("outage", outage));
  }

  private static String required(Request request, String name) {
    Optional<String> value = request.parameter(name);
    return value.orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
  }

  static Reply error(int status, String message) {
    return Reply.json(status, Map.of("error", message));
  }
}
