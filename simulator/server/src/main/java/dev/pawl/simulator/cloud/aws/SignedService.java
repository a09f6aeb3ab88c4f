package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A service whose requests are signed with temporary credentials. Thread-safe. */
final class SignedService {
  private final World world;
  private final Service service;
  private final CredentialGraph graph;
  private final Duration tolerance;
  private final AwsError errors;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Creates what stands before a service.
   *
   * @param tolerance how far the time of a signature may be off
   */
  SignedService(
      World world, Service service, CredentialGraph graph, Duration tolerance, AwsError errors) {
    this.world = world;
    this.service = service;
    this.graph = graph;
    this.tolerance = tolerance;
    this.errors = errors;
    this.guard = new Guard(world, service);
  }

  /** Serves a request that nobody has to sign. */
  DeliveredReply unsigned(Event event, BiFunction<Event, Instant, Decision> decide) {
    return guard.serve(lock, event, known -> decide.apply(known, now()));
  }

  /**
   * Serves a request if its signature is good.
   *
   * @param decide gets the event, and the credentials that the request is signed with
   */
  DeliveredReply signed(
      Request request, Event event, BiFunction<Event, RoleCredentials, Decision> decide) {
    Optional<Signature> signature = Signature.of(request);
    Optional<RoleCredentials> credentials =
        signature.flatMap(each -> graph.find(each.accessKeyId()));
    Event named =
        credentials.map(each -> event.family(each.family()).presented(each.label())).orElse(event);
    return guard.serve(
        lock, named, known -> decide(request, signature.orElse(null), known, decide));
  }

  private Decision decide(
      Request request,
      @Nullable Signature signature,
      Event event,
      BiFunction<Event, RoleCredentials, Decision> decide) {
    if (signature == null) {
      return refused(event, SignatureProblem.MISSING, now());
    }
    Instant signedAt = signature.signedAt().orElse(Instant.EPOCH);
    RoleCredentials credentials = graph.find(signature.accessKeyId()).orElse(null);
    if (credentials == null
        || !request.headers("x-amz-security-token").contains(credentials.sessionToken())) {
      return refused(event, SignatureProblem.UNKNOWN, signedAt);
    }
    if (signedAt.isBefore(now().minus(tolerance))) {
      return refused(event, SignatureProblem.EARLIER, signedAt);
    }
    if (signedAt.isAfter(now().plus(tolerance))) {
      return refused(event, SignatureProblem.LATER, signedAt);
    }
    if (!signature.isMadeWith(credentials.secretAccessKey())) {
      return refused(event, SignatureProblem.WRONG, signedAt);
    }
    return now().isBefore(credentials.expiration())
        ? decide.apply(event, credentials)
        : refused(event, SignatureProblem.EXPIRED, signedAt);
  }

  private Decision refused(Event event, SignatureProblem problem, Instant signedAt) {
    return Decision.of(event.outcome(problem.outcome), errors.signature(problem, now(), signedAt));
  }

  private Instant now() {
    return world.clock().instant(service);
  }
}
