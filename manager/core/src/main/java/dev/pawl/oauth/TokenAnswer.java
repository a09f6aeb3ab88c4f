package dev.pawl.oauth;

import dev.pawl.json.JsonException;
import dev.pawl.oauth.ServerError.Kind;
import dev.pawl.oauth.client.PossessionProofs;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.wire.AnswerFrame;
import dev.pawl.wire.ContentCoding;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.RawAnswer;
import dev.pawl.wire.ServerText;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of an answer of the token endpoint mean (RFC 6749 section 5; docs/protocol.md, the
 * table of outcomes).
 */
final class TokenAnswer {
  /* Nobody who has a token endpoint there answers so. */
  private static final Set<Integer> ELSEWHERE = Set.of(404, 405, 407, 410);
  private static final HttpAnswer.Head NO_HEAD = new HttpAnswer.Head(0, Map.of());

  private final Presentation presented;
  private final RawAnswer raw;
  private final ServerText words;
  private final AnswerFrame frame = new AnswerFrame();
  private final HttpAnswer.Head head;

  TokenAnswer(Presentation presented, RawAnswer raw) {
    this.presented = presented;
    this.raw = raw;
    this.words = presented.words();
    frame.feed(raw.bytes(), 0, raw.bytes().length);
    HttpAnswer.Head read = frame.head();
    this.head = read == null ? NO_HEAD : read;
  }

  /** Its head; of a damaged one, status 0. */
  HttpAnswer.Head head() {
    return head;
  }

  SpendOutcome outcome() {
    SpendOutcome last = new SpendOutcome.InDoubt("the answer ends too early");
    for (byte[] body : frame.bodies()) {
      ContentCoding plain = ContentCoding.undone(body, frame.codings());
      boolean whole = plain.whole() && frame.isWhole(raw.ended());
      AnswerFields fields = AnswerFields.of(plain.bytes(), whole);
      ServerError error = ServerError.in(fields.members(), words);
      SpendOutcome granted = error == null ? granted(fields) : null;
      if (granted != null && isKept(granted)) {
        return granted;
      }
      last = whole ? verdict(fields, granted) : new SpendOutcome.InDoubt(partial());
    }
    return last;
  }

  private SpendOutcome granted(AnswerFields fields) {
    return new GrantedAnswer(
            fields,
            head,
            raw.sentAtMillis(),
            raw.receivedAtMillis(),
            new GrantedAnswer.Sent(presented.refreshToken(), presented.key() != null))
        .outcome();
  }

  private static boolean isKept(SpendOutcome outcome) {
    return outcome instanceof SpendOutcome.Granted || outcome instanceof SpendOutcome.Salvaged;
  }

  private String partial() {
    if (frame.isTooLong()) {
      return "the answer is longer than what is read of one";
    }
    return head.status() == 0 ? "not an HTTP/1.1 answer" : "the answer ends too early";
  }

  /* Only of a whole answer: half a refusal may be half of something else. */
  private SpendOutcome verdict(AnswerFields fields, @Nullable SpendOutcome granted) {
    int status = head.status();
    Long retryAfter =
        new HttpAnswer(head, "", raw.sentAtMillis(), raw.receivedAtMillis()).retryAfterMillis();
    ServerError error =
        status / 100 == 2
            ? ServerError.in(fields.members(), words)
            : ServerError.of(head, fields.members(), words);
    Kind said = error == null ? null : error.kind(presented.errors());
    boolean provesNothing = status == 429 || status >= 500;
    if (error != null
        && said == Kind.FINAL
        && (!provesNothing || error.isCertain(presented.errors()))) {
      return new SpendOutcome.Dead(error.shown(), presented.told(error), isOfToken(error));
    }
    boolean isBelieved = error != null && error.isFinal() && said == null;
    if (status == 429 && !isBelieved) {
      return new SpendOutcome.NotProcessed(retryAfter, "status 429");
    }
    if (status >= 500) {
      return failed(error, retryAfter);
    }
    return error == null ? unnamed(retryAfter, granted) : refused(error, retryAfter);
  }

  /* A 5xx proves nothing, whatever it says; a 503 that names a time is a server's plan, and is
   * believed unless replays are forbidden (ADR 26). */
  private SpendOutcome failed(@Nullable ServerError error, @Nullable Long retryAfter) {
    boolean planned = head.status() == 503 && retryAfter != null;
    if (planned && presented.client().replay().mode() != ReplayPolicy.Mode.NEVER) {
      return new SpendOutcome.NotProcessed(retryAfter, "status 503");
    }
    return doubt(
        error == null ? " without an OAuth error" : ", error " + error, retryAfter, isNo(error));
  }

  /* No proof, but most likely said again. */
  private boolean isNo(@Nullable ServerError error) {
    return error != null && (error.isFinal() || error.kind(presented.errors()) == Kind.FINAL);
  }

  private SpendOutcome refused(ServerError error, @Nullable Long retryAfter) {
    if (error.isOfProof()) {
      return unproven(error);
    }
    Kind said = error.kind(presented.errors());
    if (said == Kind.PASSING) {
      return new SpendOutcome.Retryable(error.shown(), retryAfter);
    }
    if (error.isOfClient(head.status(), presented.isAuthenticated())) {
      return new SpendOutcome.Misconfigured(error.shown(), presented.told(error), true);
    }
    SpendOutcome elsewhere = said != null || error.isFinal() ? null : elsewhere();
    if (elsewhere != null) {
      return elsewhere;
    }
    return switch (said == null ? error.kind() : said) {
      case FINAL -> new SpendOutcome.Dead(error.shown(), presented.told(error), isOfToken(error));
      case CONFIGURATION -> new SpendOutcome.Misconfigured(error.shown(), presented.told(error));
      case PASSING -> new SpendOutcome.Retryable(error.shown(), retryAfter);
      case FAILED -> doubt(", error " + error, retryAfter, true); // most likely named again
    };
  }

  private boolean isOfToken(ServerError error) {
    return error.isCertain(presented.errors()) || error.isOfRefreshToken();
  }

  /* A nonce is of use to who has a key alone. */
  private SpendOutcome unproven(ServerError error) {
    boolean challenge =
        error.code().equals(PossessionProofs.CHALLENGE)
            && presented.key() != null
            && PossessionProofs.nonce(head) != null;
    return new SpendOutcome.Unproven(error.shown(), presented.told(error), challenge);
  }

  private SpendOutcome unnamed(@Nullable Long retryAfter, @Nullable SpendOutcome granted) {
    SpendOutcome elsewhere = elsewhere();
    if (elsewhere != null) {
      return elsewhere;
    }
    if (head.status() == 401 && presented.isAuthenticated()) {
      return new SpendOutcome.Misconfigured(SpendOutcome.Misconfigured.NAMELESS, "", true);
    }
    if (head.status() == 403) {
      return new SpendOutcome.NotProcessed(retryAfter, "status 403 without an OAuth error");
    }
    return granted != null && head.status() / 100 == 2
        ? granted
        : new SpendOutcome.InDoubt(
            "status " + head.status() + " without an OAuth error",
            retryAfter,
            head.status() / 100 == 4);
  }

  private @Nullable SpendOutcome elsewhere() {
    int status = head.status();
    if (status / 100 == 3 && status != 304) {
      return new SpendOutcome.Misdirected(
          "the token endpoint has moved" + to() + " (status " + status + ")",
          "log in again with --token-endpoint and the new address, if you trust it",
          true);
    }
    if (status == 407) {
      return Misdirection.wantsPassword(true);
    }
    return ELSEWHERE.contains(status)
        ? new SpendOutcome.Misdirected(
            "there is no token endpoint at "
                + words.show(presented.client().tokenEndpoint().toString())
                + " (status "
                + status
                + ")",
            "log in again, with --token-endpoint if its address has changed",
            true)
        : null;
  }

  /* Without its query, which may hold anything. */
  private String to() {
    String location = head.header("location");
    String bare = location == null ? "" : words.show(location.split("[?#]", 2)[0]);
    return bare.isEmpty() ? "" : " to " + bare;
  }

  private SpendOutcome doubt(String why, @Nullable Long retryAfter, boolean turnedAway) {
    return new SpendOutcome.InDoubt("status " + head.status() + why, retryAfter, turnedAway);
  }

  /** The code of the error of an answer that was read strictly; null if it holds none. */
  static @Nullable String errorOf(HttpAnswer answer) {
    try {
      ServerError error = ServerError.in(answer.json(), new ServerText(""));
      return error == null ? null : error.code();
    } catch (JsonException e) {
      return null; // a gateway's page, not the authorization server's word
    }
  }
}
