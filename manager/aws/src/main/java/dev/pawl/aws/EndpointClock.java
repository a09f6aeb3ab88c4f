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

/**
 * The clock of one endpoint of AWS, learnt from its own answers and used for its own requests: what
 * one server says of the time misleads nobody else. What was learnt is kept for this process. One
 * at a time for each client; its requests one after another.
 */
final class EndpointClock implements ExecutionInterceptor {
  /* The longest difference that is believed: further off, a machine's certificates end too. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final Map<String, Duration> LEARNT = new ConcurrentHashMap<>();

  private final String endpoint;
  private final TokenClock clock;
  private volatile Instant sent = Instant.EPOCH;

  /** The clock of what is known as {@code endpoint}. */
  EndpointClock(String endpoint, TokenClock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes unused) {
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
      LEARNT.put(endpoint, told);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** How far it is ahead, as far as is known. */
  Duration skew() {
    Duration learnt = LEARNT.get(endpoint);
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
