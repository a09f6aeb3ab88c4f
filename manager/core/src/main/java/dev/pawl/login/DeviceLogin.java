package dev.pawl.login;

import dev.pawl.oauth.LoginAnswer;
import dev.pawl.oauth.LoginGrant;
import dev.pawl.spi.Grant;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * A login in the browser of another device (RFC 8628): the person types a code there while this
 * side asks again and again, never faster than the server permits.
 *
 * @param redemption what makes a grant of the answer
 * @param person who logs in
 * @param waitTimeout how long the person may take, if the code lives that long
 * @param pause how the time between two questions passes
 */
public record DeviceLogin(Redemption redemption, Person person, Duration waitTimeout, Pause pause) {
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LEAST_ANSWER = Duration.ofSeconds(5);

  /** Lets time pass. */
  public interface Pause {
    /** Returns after {@code time}. */
    void pass(Duration time) throws InterruptedException;
  }

  /**
   * Logs in.
   *
   * @throws LoginException if it came to nothing
   */
  public Grant run() throws LoginException {
    URI endpoint = redemption.registration().endpoints().device();
    if (endpoint == null) {
      throw LoginException.fix("there is no device authorization endpoint");
    }
    LoginAnswer answer =
        redemption.begunOnDevice(endpoint, min(redemption.deadline(), max(waitTimeout, LEAST)));
    if (answer instanceof LoginAnswer.Device device) {
      person.visitElsewhere(device.page(), device.userCode(), device.wholePage());
      return polled(device);
    }
    throw notBegun(answer);
  }

  private static LoginException notBegun(LoginAnswer answer) {
    if (answer instanceof LoginAnswer.Refused refused) {
      return Redemption.notBegun("the issuer refused to begin a login on a device: ", refused);
    }
    return LoginException.later(
        "no login on a device could be begun: "
            + (answer instanceof LoginAnswer.Unsent unsent
                ? unsent.cause()
                : answer instanceof LoginAnswer.Unclear unclear ? unclear.why() : "no answer"));
  }

  private Grant polled(LoginAnswer.Device device) throws LoginException {
    Duration interval = max(device.interval(), LEAST);
    Waiting waiting = new Waiting(min(device.lifetime(), waitTimeout));
    boolean lost = false;
    while (waiting.passes(interval)) {
      LoginAnswer answer =
          redemption.redeemed(
              LoginGrant.device(device.code()),
              min(redemption.deadline(), max(waiting.left(), LEAST_ANSWER)));
      if (answer instanceof LoginAnswer.Granted granted) {
        return redemption.grant(granted.tokens());
      }
      if (answer instanceof LoginAnswer.Refused refused) {
        interval = afterRefusal(refused, interval, lost);
      } else {
        /* Section 3.5: who gets no answer asks more seldom. A repeated question does no harm. */
        lost = lost || answer instanceof LoginAnswer.Unclear;
        interval = slower(interval);
      }
    }
    throw waitTimeout.compareTo(device.lifetime()) < 0 ? unfinished() : expired();
  }

  /* What passed in pauses, or, if that is more, on the clock: unanswered questions take time too. */
  private final class Waiting {
    private final Duration longest;
    private final long end;
    private Duration passed = Duration.ZERO;

    Waiting(Duration longest) {
      this.longest = longest;
      this.end = redemption.clock().deadline(longest);
    }

    Duration left() {
      Duration onTheClock = Duration.ofNanos(end - redemption.clock().nanos());
      return min(longest.minus(passed), onTheClock);
    }

    /** Lets {@code interval} pass; false if the end comes first, and then only until that. */
    boolean passes(Duration interval) throws LoginException {
      Duration left = left();
      if (left.compareTo(interval) < 0) {
        pass(max(left, Duration.ZERO));
        return false;
      }
      pass(interval);
      passed = passed.plus(interval);
      return true;
    }
  }

  private LoginException unfinished() {
    return LoginException.later(
        "nobody finished the login on the other device within " + waitTimeout.toSeconds() + " s");
  }

  private static Duration afterRefusal(LoginAnswer.Refused refused, Duration interval, boolean lost)
      throws LoginException {
    if (refused.cause() == LoginAnswer.Cause.LOAD) {
      return slower(interval);
    }
    return switch (refused.error().toLowerCase(Locale.ROOT)) {
      case "authorization_pending" -> interval;
      case "slow_down" -> interval.plus(SLOWER);
      case "expired_token" -> throw expired();
      case "access_denied", "authorization_declined" ->
          throw LoginException.again("the login was denied on the other device: " + refused);
      default ->
          throw lost
              ? LoginException.again(
                  "the token endpoint refused the login: "
                      + refused
                      + "; an answer was lost before, so log in again")
              : Redemption.refused("the token endpoint refused the login: ", refused);
    };
  }

  private static Duration slower(Duration interval) {
    return min(interval.multipliedBy(2), max(interval, LONGEST));
  }

  private static LoginException expired() {
    return LoginException.again("the code was not typed in time; log in again for another one");
  }

  private void pass(Duration time) throws LoginException {
    try {
      pause.pass(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoginException.later("interrupted");
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
