package dev.pawl.oauth;

import dev.pawl.json.JsonException;
import dev.pawl.process.Ascii;
import dev.pawl.spi.GrantType;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.ServerText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer (RFC 6749 section 5.1). Whatever else is odd, a new refresh token that can be
 * read is kept: the old one is spent.
 *
 * @param fields what could be read of it
 * @param head its status and headers; of a damaged head, status 0
 * @param sentAt wall time just before the request was sent, epoch milliseconds
 * @param receivedAt wall time at which the answer came
 * @param sent what it answers
 */
record GrantedAnswer(
    AnswerFields fields, HttpAnswer.Head head, long sentAt, long receivedAt, Sent sent) {
  /**
   * What was sent.
   *
   * @param refresh the refresh token; empty if none was
   * @param proven whether with a proof of possession: then only a token that is bound to the key is
   *     of use (RFC 9449 section 5)
   */
  record Sent(String refresh, boolean proven) {
    /** Says whether there was a proof, never the token. */
    @Override
    public String toString() {
      return "Sent[proven=" + proven + "]";
    }
  }

  private static final int LONGEST_CODE = 16 << 10;

  /* Slack says in its place whose bearer token it is (docs.slack.dev, oauth.v2.access). */
  private static final Set<String> BEARERS = Set.of("bearer", "bot", "user");

  /* RFC 9449 section 7.1, in lower case. */
  private static final String BOUND = "dpop";

  private static final List<String> KNOWN =
      List.of(
          "access_token", "token_type", "expires_in", "expires_at", "expires_on", "refresh_token");

  /** A whole answer whose JSON is read strictly, as a login's is. */
  static GrantedAnswer of(HttpAnswer answer, boolean proven) throws JsonException {
    return new GrantedAnswer(
        new AnswerFields(AnswerFields.strict(answer), true),
        answer.head(),
        answer.sentAtMillis(),
        answer.receivedAtMillis(),
        new Sent("", proven));
  }

  /**
   * {@link SpendOutcome.Granted}, {@link SpendOutcome.Salvaged} or, if it grants nothing that can
   * be used, something else.
   */
  SpendOutcome outcome() {
    String access = text("access_token");
    String refresh = text("refresh_token");
    boolean both = access != null && refresh != null;
    if (head.status() / 100 != 2 && !both) {
      return doubt("no success");
    }
    String problem = problem(access);
    return problem == null && access != null
        ? usable(access, refresh)
        : unusable(String.valueOf(problem), refresh);
  }

  private SpendOutcome usable(String access, @Nullable String refresh) {
    if (refresh == null && !(fields.intact() && isAbsent("refresh_token"))) {
      return doubt("the refresh token cannot be read");
    }
    TokenLifetime lifetime = new TokenLifetime(fields.members(), sentAt, receivedAt);
    return new SpendOutcome.Granted(
        access,
        lifetime.read(refresh != null || !sent.refresh().isEmpty()),
        refresh,
        text("scope"),
        sentAt,
        extras(),
        new HttpAnswer(head, "", sentAt, receivedAt).skewMillis());
  }

  private SpendOutcome unusable(String problem, @Nullable String refresh) {
    if (refresh != null && !refresh.equals(sent.refresh())) {
      return new SpendOutcome.Salvaged(refresh, problem, sentAt);
    }
    return fields.intact() && isForeignType()
        ? new SpendOutcome.Misconfigured("token_type", problem)
        : doubt(problem);
  }

  private SpendOutcome doubt(String why) {
    return new SpendOutcome.InDoubt("status " + head.status() + ", " + why);
  }

  /* Why the access token cannot be used; null if it can. */
  private @Nullable String problem(@Nullable String access) {
    if (access == null || !isVisible(access)) {
      return isAbsent("access_token") ? "no access token" : "no valid access token";
    }
    return isForeignType() ? foreign() : null;
  }

  private String foreign() {
    Object type = fields.members().get("token_type");
    String shown =
        type == null
            ? "that is not said"
            : new ServerText(sent.refresh()).show(String.valueOf(type));
    return "the token is of type "
        + shown
        + (sent.proven() ? ", and not bound to the login's key (DPoP)" : ", not a bearer token");
  }

  /* What is no access token has no type to be sent by (RFC 8693 section 2.2.1): its user knows. */
  private boolean isForeignType() {
    Object type = fields.members().get("token_type");
    boolean exchanged = GrantType.of(sent.refresh()) == GrantType.TOKEN_EXCHANGE;
    if (exchanged && !sent.proven() && "N_A".equals(type)) {
      return false;
    }
    boolean silent = type == null || (type instanceof String text && text.isBlank());
    String word = String.valueOf(type).strip().toLowerCase(Locale.ROOT);
    return sent.proven() ? !word.equals(BOUND) : !silent && !BEARERS.contains(word);
  }

  private boolean isAbsent(String name) {
    Object value = fields.members().get(name);
    return value == null || value.equals("");
  }

  /* What is not whole, or no text, is not there. */
  private @Nullable String text(String name) {
    return fields.members().get(name) instanceof String text && isReadable(text) ? text : null;
  }

  /* A control character is what damaged framing leaves; U+FFFD stands for what is no UTF-8. */
  private static boolean isReadable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (Character.isISOControl(next) || next == '\ufffd' || Character.isSurrogate(next)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether {@code text} may be a secret of a login: visible ASCII, bounded. */
  static boolean isToken(String text) {
    return isVisible(text) && text.length() <= LONGEST_CODE;
  }

  /* What goes into a header (RFC 6750 section 2.1), of any length. */
  private static boolean isVisible(String text) {
    return !text.isEmpty() && Ascii.isVisible(text);
  }

  private Map<String, @Nullable Object> extras() {
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(fields.members());
    extras.keySet().removeAll(KNOWN);
    return extras;
  }

  /** The status alone: the rest holds secrets. */
  @Override
  public String toString() {
    return "GrantedAnswer[status=" + head.status() + "]";
  }
}
