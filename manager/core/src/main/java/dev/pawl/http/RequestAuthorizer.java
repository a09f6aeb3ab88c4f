package dev.pawl.http;

import dev.pawl.clock.TokenClock;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What any HTTP client needs to send a supply's tokens: the headers of a request, and what an
 * answer says of the token. {@link BearerClient} and the adapters of other clients are made of it.
 *
 * <pre>{@code
 * Optional<RequestAuthorizer.Attempt> attempt = authorizer.attempt(target);
 * while (attempt.isPresent()) {
 *   answer = send(request, attempt.get().headers("GET", target));
 *   attempt = attempt.get().next(refusal(answer));
 * }
 * }</pre>
 *
 * <p>Tokens go to the origins that were named, and to no other (RFC 6454 section 4). Thread-safe:
 * one serves all requests of a program.
 */
public final class RequestAuthorizer {
  private final TokenSupply supply;
  private final Set<Origin> origins;
  private final Predicate<Refusal> refuses;
  private final Predicate<Refusal> challenges;
  private final AuthorizedRequests requests;

  private RequestAuthorizer(Builder builder) {
    this.supply = builder.supply;
    this.origins = Set.copyOf(builder.origins);
    this.refuses = builder.refuses;
    this.challenges = builder.challenges;
    this.requests = new AuthorizedRequests(builder.clock);
  }

  /**
   * A builder of one that gets its tokens from {@code supply}, which stays the caller's to close.
   */
  public static Builder builder(TokenSupply supply) {
    return new Builder(supply);
  }

  /** The headers that carry tokens, which a request must not have of its own. */
  public static List<String> headerNames() {
    return AuthorizedRequests.HEADERS;
  }

  /** Whether requests to {@code target} get a token. */
  public boolean isFor(URI target) {
    return origins.contains(Origin.of(target));
  }

  /**
   * The first attempt of a request to {@code target}, with the token of now; empty if requests
   * there get none. Blocks while a token is made.
   *
   * @throws TokenException if there is none; its reason says what to do
   */
  public Optional<Attempt> attempt(URI target) {
    return isFor(target) ? Optional.of(new Attempt(supply.token(), Stage.FIRST)) : Optional.empty();
  }

  /** How often the request has been sent, and why. */
  private enum Stage {
    FIRST,
    PRESENTED_ANEW,
    WITH_NEWER_TOKEN
  }

  /**
   * One sending of a request, redirects included, with one token. A request is sent at most once
   * more with the same token, for a nonce (RFC 9449 section 9) or what else is a challenge here,
   * and at most once more with a newer token. Immutable, thread-safe.
   */
  public final class Attempt {
    private final Token token;
    private final Stage stage;

    private Attempt(Token token, Stage stage) {
      this.token = token;
      this.stage = stage;
    }

    /** The token, for whatever signs with it or presents it in another way than headers do. */
    public Token token() {
      return token;
    }

    /**
     * The headers that carry the token to {@code target}: bearer tokens in {@code Authorization}
     * (RFC 6750 section 2.1), API keys in {@code X-Api-Key}, a helper's output in both, a token
     * that is bound to a key as {@code DPoP} with a proof for this request alone (RFC 9449 section
     * 7.1). None if requests there get no token.
     *
     * @throws TokenException FIX_CONFIGURATION if the token is bound to a key that cannot sign
     *     here, or if it is none that a header carries (keys of AWS)
     */
    public Map<String, String> headers(String method, URI target) {
      return isFor(target) ? requests.headers(method, target, token) : Map.of();
    }

    /**
     * Remembers what an answer of {@code target}, whatever its status, wants to see in the next
     * proof (RFC 9449 section 8.2).
     */
    public void note(URI target, Refusal.Headers answer) {
      requests.note(target, answer);
    }

    /**
     * Whether {@link #next} would give another attempt after {@code refusal}. Neither blocks nor
     * reports.
     */
    public boolean isRefused(Refusal refusal) {
      return following(refusal) != null;
    }

    private @Nullable Stage following(Refusal refusal) {
      if (stage == Stage.WITH_NEWER_TOKEN || !isFor(refusal.target())) {
        return null;
      }
      if (AuthorizedRequests.isChallenge(refusal.headers()) || challenges.test(refusal)) {
        return stage == Stage.FIRST ? Stage.PRESENTED_ANEW : null;
      }
      return refuses.test(refusal) ? Stage.WITH_NEWER_TOKEN : null;
    }

    /**
     * The attempt that follows a refusal, of a request that can be sent again; empty if the answer
     * is the caller's to see. The token is reported as rejected, once for all processes, and this
     * blocks until there is a newer one. If the server wants a nonce, or the refusal is a
     * challenge, the token is not at fault and goes out again.
     *
     * @throws TokenException if there is no newer token
     */
    public Optional<Attempt> next(Refusal refusal) {
      note(refusal.target(), refusal.headers());
      Stage following = following(refusal);
      if (following == null) {
        return Optional.empty();
      }
      return Optional.of(
          following == Stage.PRESENTED_ANEW
              ? new Attempt(token, following)
              : new Attempt(supply.renew(token, refusal.claims()), following));
    }

    /**
     * Reports the token if {@code refusal} speaks of it, of a request that cannot be sent again: so
     * that the next request has a newer one. Blocks until there is one. If none can be had, that is
     * not said here: the refusal says more to the caller.
     */
    public void report(Refusal refusal) {
      note(refusal.target(), refusal.headers());
      if (following(refusal) != Stage.WITH_NEWER_TOKEN) {
        return;
      }
      try {
        Token unused = supply.renew(token, refusal.claims());
      } catch (TokenException e) {
        return;
      }
    }

    /** Names how far the request has come, never the token. */
    @Override
    public String toString() {
      return "Attempt[" + stage + "]";
    }
  }

  /** Names itself alone. */
  @Override
  public String toString() {
    return "RequestAuthorizer";
  }

  /** Collects what an authorizer goes by. Not thread-safe. */
  public static final class Builder {
    private final TokenSupply supply;
    private final Set<Origin> origins = new HashSet<>();
    private Predicate<Refusal> refuses = Refusal::isOfToken;
    private Predicate<Refusal> challenges = refusal -> false;
    private TokenClock clock = TokenClock.system();

    private Builder(TokenSupply supply) {
      this.supply = Objects.requireNonNull(supply);
    }

    /**
     * The origins that get the token, at least one: scheme, host and port, as {@code
     * https://api.example.com}.
     *
     * @throws IllegalArgumentException if one has a path, or is neither https nor on loopback
     */
    public Builder origins(URI... uris) {
      for (URI uri : uris) {
        origins.add(Origin.trusted(uri));
      }
      return this;
    }

    /** What counts as a refusal of the token; {@link Refusal#isOfToken} by default. */
    public Builder refusals(Predicate<Refusal> predicate) {
      this.refuses = Objects.requireNonNull(predicate);
      return this;
    }

    /**
     * What wants the same token presented anew, besides a nonce; nothing by default. It is asked
     * before what counts as a refusal, and may learn from the answer how to present it.
     */
    public Builder challenges(Predicate<Refusal> predicate) {
      this.challenges = Objects.requireNonNull(predicate);
      return this;
    }

    /** The time of proofs (RFC 9449); the system's by default. */
    public Builder clock(InstantSource source) {
      this.clock = TokenClock.of(source);
      return this;
    }

    /**
     * The authorizer.
     *
     * @throws IllegalStateException if no origin was named
     */
    public RequestAuthorizer build() {
      if (origins.isEmpty()) {
        throw new IllegalStateException("name the origins that may get the token");
      }
      return new RequestAuthorizer(this);
    }
  }
}
