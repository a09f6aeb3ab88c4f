package dev.pawl.simulator.core.fault;

import static dev.pawl.simulator.core.fault.CommitPoint.AFTER_COMMIT;
import static dev.pawl.simulator.core.fault.CommitPoint.BEFORE_COMMIT;

import dev.pawl.simulator.core.dialect.Dialects;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.HttpDate;
import dev.pawl.simulator.core.exchange.Reply;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An action that puts another reply in the place of the service's own, or edits it. */
public interface Rewrite extends FaultAction {

  /** Returns the new reply. */
  Reply rewrite(Reply reply, Instant now);

  @Override
  default Set<CommitPoint> points() {
    return EnumSet.of(BEFORE_COMMIT, AFTER_COMMIT);
  }

  @Override
  default DeliveredReply apply(DeliveredReply answer, int bytes, Instant now) {
    return answer.with(rewrite(answer.reply(), now));
  }

  /**
   * A bare status, as gateways and rate limiters send it: never an OAuth error.
   *
   * @param status HTTP status from 400
   * @param retryAfter value of {@code Retry-After}: seconds, {@code date+SECONDS} for an HTTP date,
   *     or empty for no header
   */
  record Status(int status, String retryAfter) implements Rewrite {
    /** Checks status and header. */
    public Status {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("a bare status is 400 to 599, not " + status);
      }
      if (!retryAfter.matches("|(date\\+)?[0-9]{1,9}")) {
        throw new IllegalArgumentException(
            "retry-after is SECONDS or date+SECONDS, not '" + retryAfter + "'");
      }
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      Reply bare = status == 500 || status < 502 || status == 529 ? envelope() : gatewayPage();
      return retryAfter.isEmpty() ? bare : bare.header("Retry-After", header(now));
    }

    private Reply envelope() {
      String type =
          switch (status) {
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            case 413 -> "request_too_large";
            default -> status < 500 ? "invalid_request_error" : "api_error";
          };
      Map<String, Object> error = Map.of("type", type, "message", "Please try again later.");
      return Reply.json(status, Map.of("error", error));
    }

    private Reply gatewayPage() {
      return Reply.html(
          status, "<html><body><h1>" + status + " from the gateway</h1></body></html>");
    }

    private String header(Instant now) {
      return retryAfter.startsWith("date+")
          ? HttpDate.of(now.plusSeconds(Long.parseLong(retryAfter.substring(5))))
          : retryAfter;
    }

    @Override
    public String toString() {
      return retryAfter.isEmpty() ? "" + status : status + " retry-after=" + retryAfter;
    }
  }

  /**
   * A web page where JSON is expected: a proxy's login page (200) or a firewall's refusal (403).
   *
   * @param status HTTP status
   */
  record Html(int status) implements Rewrite {
    @Override
    public Reply rewrite(Reply reply, Instant now) {
      return Reply.html(status, "<!doctype html><title>Sign in</title><h1>Please sign in</h1>");
    }

    @Override
    public String toString() {
      return status + " html";
    }
  }

  /** A success whose JSON object has no member. */
  record EmptyObject() implements Rewrite {
    @Override
    public Reply rewrite(Reply reply, Instant now) {
      return Reply.json(200, Map.of());
    }

    @Override
    public String toString() {
      return "200 {}";
    }
  }

  /**
   * A token answer whose lifetime is odd; the token's true lifetime does not change.
   *
   * @param form what stands there
   */
  record ExpiresIn(Form form) implements Rewrite {

    /** What stands in the place of a lifetime. */
    public enum Form {
      /** No member at all. */
      MISSING,
      /** The right number, as a string. */
      STRING,
      /** The right number, negated. */
      NEGATIVE,
      /** A number beyond 64 bits of nanoseconds. */
      HUGE,
      /** The right number and a half. */
      FRACTIONAL
    }

    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(AFTER_COMMIT);
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      Map<String, Object> members = new LinkedHashMap<>(reply.members());
      if (members.remove("expires_in") instanceof Number seconds) {
        long right = seconds.longValue();
        switch (form) {
          case MISSING -> {}
          case STRING -> members.put("expires_in", Long.toString(right));
          case NEGATIVE -> members.put("expires_in", -right);
          case HUGE -> members.put("expires_in", Long.MAX_VALUE);
          case FRACTIONAL -> members.put("expires_in", right + 0.5);
        }
        return reply.members(members);
      }
      return reply;
    }

    @Override
    public String toString() {
      return "expires_in=" + form.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A token answer that tells another lifetime; the token's true lifetime does not change.
   *
   * @param seconds what it tells
   */
  record Lifetime(long seconds) implements Rewrite {
    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(AFTER_COMMIT);
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      Map<String, Object> members = new LinkedHashMap<>(reply.members());
      return members.replace("expires_in", seconds) == null ? reply : reply.members(members);
    }

    @Override
    public String toString() {
      return "expires_in=" + seconds;
    }
  }

  /**
   * A token answer that tells a lifetime of the login beside the tokens; the login's true one does
   * not change.
   *
   * @param seconds what it tells
   */
  record LoginLifetime(long seconds) implements Rewrite {
    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(AFTER_COMMIT);
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      Map<String, Object> members = new LinkedHashMap<>(reply.members());
      members.put("refresh_token_expires_in", seconds);
      return members.containsKey("access_token") ? reply.members(members) : reply;
    }

    @Override
    public String toString() {
      return "refresh_token_expires_in=" + seconds;
    }
  }

  /**
   * A good answer as a vendor words it.
   *
   * @param dialect whose
   */
  record Worded(String dialect) implements Rewrite {
    /** Checks that there is such a dialect. */
    public Worded {
      dialect = Dialects.named(dialect).name();
    }

    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(AFTER_COMMIT);
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      return Dialects.named(dialect).answers().reword(reply);
    }

    @Override
    public String toString() {
      return "dialect=" + dialect;
    }
  }

  /** A token answer without an access token. */
  record NoAccessToken() implements Rewrite {
    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(AFTER_COMMIT);
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      Map<String, Object> members = new LinkedHashMap<>(reply.members());
      return members.remove("access_token") == null ? reply : reply.members(members);
    }

    @Override
    public String toString() {
      return "no-access-token";
    }
  }

  /** A token answer that keeps the successor of the refresh token to itself. */
  record NoRefreshToken() implements Rewrite {
    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(AFTER_COMMIT);
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      Map<String, Object> members = new LinkedHashMap<>(reply.members());
      return members.remove("refresh_token") == null ? reply : reply.members(members);
    }

    @Override
    public String toString() {
      return "no-refresh-token";
    }
  }
}
