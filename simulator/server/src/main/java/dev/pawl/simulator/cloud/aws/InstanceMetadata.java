package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.Secrets;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The instance metadata service, version 2, and the endpoint for the credentials of a container.
 * Both give the same credentials until five minutes before their end.
 */
final class InstanceMetadata {
  /** The role of instance and container. */
  static final String ROLE = "pawl-instance-role";

  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials/";
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final int LONGEST = 21_600;

  private final World world;
  private final CredentialGraph graph;
  private final Secrets secrets;
  private final Lifetimes lifetimes;
  private final Guard imds;
  private final Guard container;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private @Nullable RoleCredentials ofInstance;
  private @Nullable RoleCredentials ofContainer;

  InstanceMetadata(World world, CredentialGraph graph, Secrets secrets, Lifetimes lifetimes) {
    this.world = world;
    this.graph = graph;
    this.secrets = secrets;
    this.lifetimes = lifetimes;
    this.imds = new Guard(world, AwsOperations.IMDS);
    this.container = new Guard(world, AwsOperations.CONTAINER);
  }

  List<Route> routes() {
    return List.of(
        Route.of(AwsOperations.IMDS, "PUT", "/latest/api/token", this::token),
        Route.of(
            AwsOperations.IMDS,
            "GET",
            CREDENTIALS + "?",
            request ->
                asked(
                    request,
                    AwsOperations.IMDS_ROLE,
                    (event, now) -> Decision.of(event, text(ROLE)))),
        Route.of(
            AwsOperations.IMDS,
            "GET",
            CREDENTIALS + ROLE,
            request -> asked(request, AwsOperations.IMDS_CREDENTIALS, this::instance)),
        Route.of(AwsOperations.CONTAINER, "GET", "/v2/credentials/[^/]+", this::container));
  }

  void reset() {
    lock.lock();
    try {
      tokens.clear();
      ofInstance = null;
      ofContainer = null;
    } finally {
      lock.unlock();
    }
  }

  private static Reply text(String value) {
    return new Reply(200, Map.of(), new Reply.Text("text/plain", value));
  }

  private DeliveredReply token(Request request) {
    Event event = Event.of(AwsOperations.IMDS_TOKEN, "", request.caller());
    return imds.serve(lock, event, known -> token(request, known));
  }

  private Decision token(Request request, Event event) {
    String wanted = request.header("x-aws-ec2-metadata-token-ttl-seconds").orElse("");
    int seconds = wanted.matches("[0-9]{1,5}") ? Integer.parseInt(wanted) : 0;
    if (seconds < 1 || seconds > LONGEST) {
      return Decision.of(event.outcome(Outcome.INVALID_REQUEST), Reply.empty(400));
    }
    Instant now = world.clock().instant(AwsOperations.IMDS);
    String value = secrets.value("imds", "imds.token" + number.getAndIncrement());
    tokens.values().removeIf(end -> !now.isBefore(end));
    tokens.put(value, now.plusSeconds(seconds));
    return Decision.of(event, text(value).header("X-aws-ec2-metadata-token-ttl-seconds", wanted));
  }

  private DeliveredReply asked(
      Request request, Operation operation, BiFunction<Event, Instant, Decision> decide) {
    Event event = Event.of(operation, "", request.caller());
    return imds.serve(
        lock,
        event,
        known -> {
          Instant now = world.clock().instant(AwsOperations.IMDS);
          String token = request.header("x-aws-ec2-metadata-token").orElse("");
          return now.isBefore(tokens.getOrDefault(token, Instant.MIN))
              ? decide.apply(known, now)
              : Decision.of(known.outcome(Outcome.UNKNOWN), Reply.empty(401));
        });
  }

  private Decision instance(Event event, Instant now) {
    RoleCredentials present = ofInstance;
    if (present == null || !now.isBefore(present.expiration().minus(EARLY))) {
      present = minted(AwsOperations.IMDS.name(), now);
      ofInstance = present;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("Code", "Success");
    members.put("LastUpdated", now.toString());
    members.put("Type", "AWS-HMAC");
    members.putAll(members(present));
    return Decision.of(event.issued(present.label()), Reply.json(200, members));
  }

  private DeliveredReply container(Request request) {
    Event event = Event.of(AwsOperations.CONTAINER_CREDENTIALS, "", request.caller());
    return container.serve(
        lock,
        event,
        known -> {
          Instant now = world.clock().instant(AwsOperations.CONTAINER);
          RoleCredentials present = ofContainer;
          if (present == null || !now.isBefore(present.expiration().minus(EARLY))) {
            present = minted(AwsOperations.CONTAINER.name(), now);
            ofContainer = present;
          }
          Map<String, Object> members = new LinkedHashMap<>(members(present));
          members.put("RoleArn", "arn:aws:iam::" + Aws.ACCOUNT + ":role/" + ROLE);
          return Decision.of(known.issued(present.label()), Reply.json(200, members));
        });
  }

  private RoleCredentials minted(String family, Instant now) {
    return graph.mint(
        family, new AssumedRole(Aws.ACCOUNT, ROLE, "i-simulated"), now.plus(lifetimes.role()));
  }

  private static Map<String, Object> members(RoleCredentials credentials) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("AccessKeyId", credentials.accessKeyId());
    members.put("SecretAccessKey", credentials.secretAccessKey());
    members.put("Token", credentials.sessionToken());
    members.put("Expiration", credentials.expiration().toString());
    return members;
  }
}
