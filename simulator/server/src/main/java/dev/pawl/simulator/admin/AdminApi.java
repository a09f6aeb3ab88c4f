package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.AccountHolder;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.FamilyState;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.Role;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.VirtualClock;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.operation.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The {@code /__sim} API: clock, faults, ledger, families, terms and outages of a running
 * simulator. Whoever calls it needs the bearer token of this start, a loopback {@code Host} and, to
 * send anything, JSON; there are no CORS headers. Thread-safe.
 */
public final class AdminApi implements Endpoint {
  /** The path below which this API lies. */
  public static final String ROOT = "/__sim";

  private final Subject subject;
  private final AdminTerms terms;
  private final AdminClients clients;
  private final AdminCuts cuts;
  private final AdminLedger ledger;
  private final AdminScenario scenario;
  private final AdminClouds clouds;
  private final Doorman doorman;

  /**
   * Creates the API.
   *
   * @param subject what it steers
   * @param token the bearer token that callers need
   * @param host a name besides those of loopback that callers may know this machine by
   */
  public AdminApi(Subject subject, String token, String host) {
    this.subject = subject;
    this.terms = new AdminTerms(subject.server());
    this.clients = new AdminClients(subject.server().clients());
    this.cuts = new AdminCuts(subject.cuts());
    this.ledger = new AdminLedger(subject.world().ledger());
    this.scenario = new AdminScenario(subject);
    this.clouds = new AdminClouds(subject);
    this.doorman = new Doorman(token, host);
  }

  @Override
  public DeliveredReply handle(Request request) {
    return DeliveredReply.of(
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
        case "POST /release" -> release(request);
        case "GET /ledger" -> ledger.page(request);
        case "GET /families" -> families();
        case "POST /families" -> login(request);
        case "POST /accounts" -> account(request);
        case "POST /consent" -> consent(request);
        case "POST /revoke" -> revoke(request);
        case "POST /rejection" -> rejection(request);
        case "POST /outage" -> outage(request);
        case "GET /clients" -> clients.show();
        case "POST /clients" -> clients.put(request);
        case "GET /cuts" -> cuts.show();
        case "POST /cuts" -> cuts.add(request);
        case "DELETE /cuts" -> cuts.clear();
        case "GET /lock" -> Reply.json(200, subject.lock().members());
        case "GET /scenario" -> scenario.show();
        case "POST /scenario" -> scenario.play(request);
        case "GET /terms" -> terms.show();
        case "POST /terms" -> terms.change(request);
        case "POST /environment" -> clouds.environment(request);
        case "POST /credentials" -> clouds.credentials(request);
        case "POST /reset" -> reset(request);
        default -> Doorman.error(404, "there is no " + request.method() + " " + ROOT + path);
      };
    } catch (IllegalArgumentException | NoSuchElementException | ArithmeticException e) {
      return Doorman.error(400, String.valueOf(e.getMessage()));
    }
  }

  private Reply clock() {
    VirtualClock clock = subject.world().clock();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("now", clock.instant().toString());
    members.put("offset", clock.offset().toString());
    members.put("frozen", clock.isFrozen());
    Map<String, Object> skews = new LinkedHashMap<>();
    subject.world().services().forEach(each -> skews.put(each.name(), clock.skew(each).toString()));
    members.put("skews", skews);
    members.put(
        "away",
        subject.world().services().stream()
            .filter(subject.world().availability()::isAway)
            .map(Service::name)
            .toList());
    return Reply.json(200, members);
  }

  private Reply turn(Request request) {
    AdminRequest order =
        AdminRequest.ofBody(request, "offset", "advance", "service", "skew", "frozen");
    subject
        .world()
        .clock()
        .turn(
            new VirtualClock.Turn(
                order.duration("offset"),
                order.duration("advance"),
                skews(order),
                order.flag("frozen")));
    return clock();
  }

  private Map<Service, Duration> skews(AdminRequest order) {
    Optional<Service> service = order.text("service").map(this::service);
    Optional<Duration> skew = order.duration("skew");
    if (service.isPresent() != skew.isPresent()) {
      throw new IllegalArgumentException("'service' and 'skew' go together");
    }
    return skew.map(ahead -> Map.of(service.orElseThrow(), ahead)).orElse(Map.of());
  }

  private Reply faults() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "faults", subject.world().faults().pending().stream().map(Fault::toString).toList());
    members.put("held", subject.world().faults().held());
    return Reply.json(200, members);
  }

  private Reply addFault(Request request) {
    subject.world().faults().add(AdminRequest.ofBody(request, "fault").required("fault"));
    return faults();
  }

  private Reply clearFaults() {
    subject.world().faults().clear();
    return faults();
  }

  private Reply release(Request request) {
    AdminRequest unused = AdminRequest.ofBody(request);
    return Reply.json(200, Map.of("released", subject.world().faults().release() + cuts.release()));
  }

  private Reply families() {
    return Reply.json(
        200,
        Map.of(
            "families", subject.server().families().stream().map(FamilyState::members).toList()));
  }

  private Reply login(Request request) {
    AdminRequest order = AdminRequest.ofBody(request, "account", "client");
    IssuedGrant grant =
        subject
            .server()
            .newFamily(
                order.text("account").orElse("admin"),
                order.text("client").orElse(SimulatedServer.CLIENT_ID));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("family", grant.family());
    members.put("access_token", grant.accessToken());
    members.put("refresh_token", grant.refreshToken());
    members.put("expires_in", grant.expiresIn().toSeconds());
    return Reply.json(201, members);
  }

  private Reply revoke(Request request) {
    AdminRequest order = AdminRequest.ofBody(request, "family", "what");
    String family = order.required("family");
    switch (order.text("what").orElse("family")) {
      case "family" -> subject.server().revokeFamily(family);
      case "access" -> subject.server().revokeAccessTokens(family);
      default -> throw new IllegalArgumentException("'what' is family or access");
    }
    return families();
  }

  private Reply account(Request request) {
    AdminRequest order = AdminRequest.ofBody(request, "account", "email", "organization", "role");
    AccountHolder before = subject.server().people().person(order.required("account"));
    AccountHolder person =
        new AccountHolder(
            before.account(),
            order.text("email").orElse(before.email()),
            order.text("organization").orElse(before.organization()),
            order.constant("role", Role.class).orElse(before.role()));
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
    AdminRequest order = AdminRequest.ofBody(request, "browser", "device", "interval");
    Optional<Consent.Manner> browser = order.constant("browser", Consent.Manner.class);
    Optional<Consent.Manner> device = order.constant("device", Consent.Manner.class);
    Consent consent = subject.server().consent();
    order.duration("interval").ifPresent(consent::interval);
    browser.ifPresent(consent::browser);
    device.ifPresent(consent::device);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("browser", consent.browser().name());
    members.put("device", consent.device().name());
    members.put("interval", consent.interval().toString());
    return Reply.json(200, members);
  }

  private Reply rejection(Request request) {
    AdminRequest order = AdminRequest.ofBody(request, "shape");
    String name = order.required("shape");
    order.constant("shape", RejectionShape.class).ifPresent(subject.api()::rejectionShape);
    return Reply.json(200, Map.of("shape", name));
  }

  private Reply outage(Request request) {
    AdminRequest wish = AdminRequest.ofBody(request, "outage", "service");
    String outage = wish.required("outage");
    Service service = wish.text("service").map(this::service).orElse(Service.OAUTH);
    subject.outage().accept(service, outage);
    return Reply.json(200, Map.of("outage", outage, "service", service.name()));
  }

  private Reply reset(Request request) {
    AdminRequest unused = AdminRequest.ofBody(request);
    subject.reset().run();
    return clock();
  }

  private Service service(String name) {
    return Service.named(name, subject.world().services());
  }

  @Override
  public Reply refusal(int status, String why) {
    return Doorman.error(status, why).header("Cache-Control", "no-store");
  }
}
