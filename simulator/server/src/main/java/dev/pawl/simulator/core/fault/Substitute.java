package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.dialect.Dialects;
import dev.pawl.simulator.core.exchange.Reply;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reply that whoever writes the fault words, in the place of the service's own. */
public interface Substitute extends Rewrite {

  /** What stands for the request's id where a service gives none. */
  String NO_REQUEST_ID = "req_sim00000000";

  private static void checkStatus(int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a status is 200 to 599, not " + status);
    }
  }

  /**
   * An OAuth error (RFC 6749, section 5.2), or an error as a vendor words it.
   *
   * @param status HTTP status; 0 for the one that the dialect has, else the section: 401 for a
   *     client, else 400
   * @param code such as {@code invalid_grant}; with a dialect one of its codes
   * @param dialect the dialect's name; empty for the section's own form
   * @param description what {@code error_description} says; empty for nothing, or what the dialect
   *     says there
   */
  record Refusal(int status, String code, Optional<String> dialect, Optional<String> description)
      implements Substitute {
    /** Checks that the dialect, if there is one, has such an error, and the code's characters. */
    public Refusal {
      if (status != 0) {
        checkStatus(status);
      }
      if (dialect.isPresent()) {
        Reply template = Dialects.named(dialect.get()).error(code).template();
        if (description.isPresent() && !template.members().containsKey("error_description")) {
          throw new IllegalArgumentException(
              "'" + code + "' of " + dialect.get() + " has no error_description");
        }
      } else if (!code.matches("[a-z_]{1,64}")) {
        throw new IllegalArgumentException("an OAuth error code is [a-z_]+, not '" + code + "'");
      }
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      Reply refusal =
          dialect.isEmpty()
              ? ownForm()
              : Dialects.named(dialect.get())
                  .error(code)
                  .reply(now, reply.headers().getOrDefault("request-id", NO_REQUEST_ID));
      int sent = status == 0 ? refusal.status() : status;
      return described(new Reply(sent, refusal.headers(), refusal.content()));
    }

    private Reply ownForm() {
      int named = status != 0 ? status : code.equals("invalid_client") ? 401 : 400;
      Reply refusal = Reply.json(named, Map.of("error", code)).header("Cache-Control", "no-store");
      return named == 401
          ? refusal.header("WWW-Authenticate", "Basic realm=\"simulator\"")
          : refusal;
    }

    private Reply described(Reply refusal) {
      if (description.isEmpty()) {
        return refusal;
      }
      Map<String, Object> members = new LinkedHashMap<>(refusal.members());
      members.put("error_description", description.get());
      return refusal.members(members);
    }

    @Override
    public String toString() {
      return (status == 0 ? "" : status + " ")
          + "error="
          + code
          + dialect.map(name -> " dialect=" + name).orElse("")
          + description.map(text -> " error_description=" + QuotedText.quoted(text)).orElse("");
    }
  }

  /**
   * Any body.
   *
   * @param status HTTP status
   * @param mediaType its media type
   * @param text the body
   */
  record Body(int status, String mediaType, String text) implements Substitute {
    private static final String JSON = "application/json";
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** Checks status and media type. */
    public Body {
      checkStatus(status);
      if (!mediaType.matches("[\\x21-\\x7e]+/[\\x20-\\x7e]+")) {
        throw new IllegalArgumentException("type is like text/xml, not '" + mediaType + "'");
      }
    }

    /** Returns a body; without a media type it is JSON if it begins as an object or array does. */
    static Body of(int status, Optional<String> mediaType, String text) {
      return new Body(status, mediaType.orElse(standard(text)), text);
    }

    private static String standard(String text) {
      return text.startsWith("{") || text.startsWith("[") ? JSON : PLAIN;
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      return new Reply(status, Map.of(), new Reply.Text(mediaType, text));
    }

    @Override
    public String toString() {
      return status
          + " body="
          + QuotedText.quoted(text)
          + (mediaType.equals(standard(text)) ? "" : " type=" + QuotedText.quoted(mediaType));
    }
  }

  /**
   * A redirect.
   *
   * @param status 301, 302, 303, 307 or 308
   * @param location where it leads
   */
  record Redirect(int status, String location) implements Substitute {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    /** Checks status and address. */
    public Redirect {
      if (!STATUSES.contains(status)) {
        throw new IllegalArgumentException(
            "a location goes with 301, 302, 303, 307 or 308, not " + status);
      }
      location = URI.create(location).toString();
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      return Reply.empty(status).header("Location", location);
    }

    @Override
    public String toString() {
      return status + " location=" + QuotedText.quoted(location);
    }
  }

  /**
   * Another rewriting, with one more header.
   *
   * @param inner the other one
   * @param name the header's name
   * @param value its value
   */
  record Headed(Rewrite inner, String name, String value) implements Substitute {
    private static final Pattern LINE =
        Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): *([\\x20-\\x7e]*)");
    private static final List<String> OF_THE_WIRE =
        List.of("content-length", "transfer-encoding", "connection", "content-type");

    /** Checks that the header is one, and none that the wire makes itself. */
    public Headed {
      if (!LINE.matcher(name + ": " + value).matches()) {
        throw new IllegalArgumentException("header is like 'Retry-After: 30'");
      }
      if (OF_THE_WIRE.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("the header " + name + " is made by the wire");
      }
    }

    static Headed of(Rewrite inner, String line) {
      Matcher header = LINE.matcher(line);
      if (!header.matches()) {
        throw new IllegalArgumentException("header is like 'Retry-After: 30', not '" + line + "'");
      }
      return new Headed(inner, header.group(1), header.group(2));
    }

    @Override
    public Set<CommitPoint> points() {
      return inner.points();
    }

    @Override
    public Reply rewrite(Reply reply, Instant now) {
      return inner.rewrite(reply, now).header(name, value);
    }

    @Override
    public String toString() {
      return inner + " header=" + QuotedText.quoted(name + ": " + value);
    }
  }
}
