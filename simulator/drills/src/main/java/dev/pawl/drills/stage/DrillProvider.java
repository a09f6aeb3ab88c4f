package dev.pawl.drills.stage;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The simulated provider of a drill, and what it saw since the drill began in earnest. */
public final class DrillProvider {
  static final String ACCOUNT = "alice";

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /* What a process had sent when it was killed has arrived by then. */
  private static final Duration ARRIVAL = Duration.ofSeconds(1);

  private final Simulator simulator;
  private final Set<String> families = new LinkedHashSet<>();
  private final Map<Long, LedgerEntry> cutOff = new LinkedHashMap<>();
  private final Map<String, Long> killed = new LinkedHashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private long mark;

  /** Creates a provider without a login. */
  public DrillProvider(Simulator simulator) {
    this.simulator = simulator;
  }

  /** Returns the simulator itself. */
  public Simulator simulator() {
    return simulator;
  }

  String api() {
    return simulator.api().resolve("/v1/whoami").toString();
  }

  String tokenEndpoint() {
    return simulator.tokenEndpoint().toString();
  }

  /** Issues a fresh family, as a login of a person would. */
  public IssuedGrant family() {
    return family(ACCOUNT);
  }

  IssuedGrant family(String account) {
    IssuedGrant grant = simulator.newFamily(account);
    families.add(grant.family());
    return grant;
  }

  /** Returns the name of the family that was issued last. */
  public String current() {
    return families.stream().reduce((first, second) -> second).orElse("");
  }

  /** Returns the members of an order that logs in with a grant. */
  public Map<String, Object> login(IssuedGrant grant, String replay) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("issuer", simulator.issuer().toString());
    order.put("tokenEndpoint", simulator.tokenEndpoint().toString());
    order.put("revocationEndpoint", simulator.revocationEndpoint().toString());
    order.put("clientId", simulator.clientId());
    order.put("replay", replay);
    order.put("access", grant.accessToken());
    order.put("refresh", grant.refreshToken());
    order.put("lifetimeMillis", grant.expiresIn().toMillis());
    return order;
  }

  /** Returns the members of an order that logs in by a browser or on a device. */
  Map<String, Object> personsLogin() {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("tokenEndpoint", simulator.tokenEndpoint().toString());
    order.put("authorizationEndpoint", simulator.authorizationEndpoint().toString());
    order.put("deviceEndpoint", simulator.deviceEndpoint().toString());
    order.put("clientId", simulator.clientId());
    return order;
  }

  /** Takes the families of the logins that were made at the endpoints for ours. */
  void adoptLogin() {
    simulator
        .ledger()
        .entries()
        .of(Operation.LOGIN)
        .with(Outcome.GRANTED)
        .list()
        .forEach(entry -> families.add(entry.family()));
  }

  /** Begins to count: what was before was preparation. */
  public void mark() {
    mark = simulator.ledger().position();
  }

  /** Returns what the provider saw since the mark. */
  public Entries seen() {
    return simulator.ledger().since(mark);
  }

  /** Adds a fault, given as text, for the family that was issued last. */
  public void fault(String text) {
    int colon = text.indexOf(": ");
    simulator.faults().add(text.substring(0, colon) + " of " + current() + text.substring(colon));
  }

  /**
   * Waits until the provider has seen something since the mark.
   *
   * @throws IOException if it does not
   */
  public LedgerEntry await(Predicate<LedgerEntry> wanted) throws IOException, InterruptedException {
    Optional<LedgerEntry> seen =
        simulator.ledger().await(entry -> entry.sequence() > mark && wanted.test(entry), TIMEOUT);
    return seen.orElseThrow(() -> new IOException("the provider never saw what was expected"));
  }

  /** Notes that the answer to a spend was destroyed, other than by a fault. */
  public void unanswered(LedgerEntry spend) {
    cutOff.put(spend.sequence(), spend);
  }

  /**
   * Notes that who may just have presented a token was killed: nobody can tell which spend it was,
   * nor what was heard of it.
   */
  public void killed(String label) {
    killed.put(label, System.nanoTime() + ARRIVAL.toNanos());
  }

  boolean isCutOff(LedgerEntry spend) {
    return cutOff.containsKey(spend.sequence());
  }

  boolean mayBeCutOff(LedgerEntry spend) {
    Long until = killed.get(spend.presented());
    return until != null && spend.nanos() - until < 0 && !wasHeard(spend);
  }

  /* Who calls with the access token of an answer has that answer. */
  private boolean wasHeard(LedgerEntry spend) {
    return !seen().apiCalls().where(call -> call.presented().equals(spend.access())).isEmpty();
  }

  /** Returns the family of the token with that fingerprint; empty if it is nobody's. */
  String familyOf(String fingerprint) {
    return labelOf(fingerprint).replaceFirst("\\..*", "");
  }

  /** Returns the label of the token with that fingerprint; empty if it is nobody's. */
  public String labelOf(String fingerprint) {
    if (!labels.containsKey(fingerprint)) {
      simulator
          .secrets()
          .forEach((label, secret) -> labels.putIfAbsent(fingerprint(secret), label));
    }
    return labels.getOrDefault(fingerprint, "");
  }

  boolean isOurs(String family) {
    return families.contains(family) || isOfAProgram(family);
  }

  /* Each token that a program asks for begins a family of its own. */
  private boolean isOfAProgram(String family) {
    Entries asked = simulator.ledger().entries().of(Operation.CLIENT_CREDENTIALS);
    return !asked.where(entry -> entry.family().equals(family)).isEmpty();
  }

  static String fingerprint(String secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
