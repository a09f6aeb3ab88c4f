package dev.pawl.aws;

import dev.pawl.clock.TokenClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The clock of one endpoint of AWS, a service at a host and port, learnt from its own answers and
 * used for its own requests: what one server says of the time misleads nobody else. What was learnt
 * is kept for this process. One at a time for each client; its requests one after another.
 */
final class EndpointClock implements ExecutionInterceptor {
  /* The longest difference that is believed: further off, a machine's certificates end too. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final Map<String, Duration> LEARNT = new ConcurrentHashMap<>();

  /* Where the requests for a service in a region went last. */
  private static final Map<String, String> PLACES = new ConcurrentHashMap<>();

  private final String service;
  private final String region;
  private final TokenClock clock;
  private volatile String place;
  private volatile Instant sent = Instant.EPOCH;

  private EndpointClock(String service, String region, String place, TokenClock clock) {
    this.service = service;
    this.region = region;
    this.place = place;
    this.clock = clock;
  }

  /**
   * The clock of where a client's requests go. The SDK tells that once a request is signed; the
   * first of the next client is taken to go where those for this service and region went last.
   */
  static EndpointClock ofClient(String service, String region, TokenClock clock) {
    String last = PLACES.getOrDefault(service + " " + region, "");
    return new EndpointClock(service, region, last, clock);
  }

  /** The clock of {@code service} at {@code place}, a host and its port. */
  static EndpointClock at(String service, String place, TokenClock clock) {
    return new EndpointClock(service, "", place, clock);
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes unused) {
    SdkHttpRequest request = context.httpRequest();
    place = request.host() + ":" + request.port();
    PLACES.put(service + " " + region, place);
    sending();
  }

  void sending() {
    sent = now();
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes unused) {
    learn(
        context.httpResponse().firstMatchingHeader("Date").orElse(null),
        context.httpResponse().firstMatchingHeader("Age").isPresent());
  }

  /* Each answer counts anew, so that what was wrong once is soon forgotten. */
  void learn(@Nullable String date, boolean cached) {
    Duration told = ClockSkew.told(sent, now(), date, cached);
    if (told != null && told.abs().compareTo(LONGEST) <= 0) {
      LEARNT.put(endpoint(), told);
    }
  }

  private String endpoint() {
    return service + " " + place;
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** How far it is ahead, as far as is known. */
  Duration skew() {
    Duration learnt = LEARNT.get(endpoint());
    return learnt == null ? Duration.ZERO : learnt;
  }

  /** What its requests are signed with: each look is at the present time there. */
  Clock signing() {
    return new Signing(ZoneOffset.UTC);
  }

  /**
   * The end, by this machine's clock, of what the endpoint has just made and says to end at {@code
   * millis}. A clock by which it would have ended already is not believed; one by which it lives
   * longer is only where it would be over at once by this machine's.
   */
  long here(long millis) {
    Duration skew = skew();
    if (!ClockSkew.isNoticed(skew)) {
      return millis;
    }
    long end = millis - skew.toMillis();
    boolean isShortened = end < millis && end > clock.millis();
    boolean isRescued = end > millis && millis - clock.millis() < ClockSkew.NOTICED.toMillis();
    return isShortened || isRescued ? end : millis;
  }

  private final class Signing extends Clock {
    private final ZoneId zone;

    Signing(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(@Nullable ZoneId other) {
      return new Signing(other == null ? zone : other);
    }

    @Override
    public Instant instant() {
      return now().plus(skew());
    }
  }
}
