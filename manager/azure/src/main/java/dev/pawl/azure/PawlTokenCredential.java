package dev.pawl.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.pawl.clock.TokenClock;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Gives the clients of the Azure SDK what all processes of the user share: {@code new
 * OpenAIClientBuilder().credential(PawlTokenCredential.of(credentials))}. The SDK keeps a token
 * until shortly before its end; a challenge with claims (continuous access evaluation) reports the
 * one that was given last as rejected, once for all processes. It gives Foundry's token, whichever
 * scopes and tenant a client asks for; claims go into the refresh of a stored login, and to
 * azure-identity. Thread-safe.
 */
public final class PawlTokenCredential implements TokenCredential {
  private static final TokenClock CLOCK = TokenClock.system();
  private static final long SAME_MOMENT = Duration.ofSeconds(2).toNanos();

  private final TokenSupply supply;
  private volatile @Nullable Token last;
  private volatile String answered = "";
  private volatile long answeredAt;

  private PawlTokenCredential(TokenSupply supply) {
    this.supply = Objects.requireNonNull(supply);
  }

  /** The credential of what {@code supply} gives; whoever made that closes it. */
  public static PawlTokenCredential of(TokenSupply supply) {
    return new PawlTokenCredential(supply);
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request)).subscribeOn(Schedulers.boundedElastic());
  }

  /**
   * The token as it is now. Blocks while it is renewed.
   *
   * @throws TokenException that says what to do
   */
  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    Token token = token(request.getClaims());
    if (token.kind() != Credential.Kind.BEARER) {
      throw TokenException.fixConfiguration(
          "what is configured is no bearer token; pawl explain shows it", null);
    }
    last = token;
    Instant end = token.expiry().equals(Instant.MAX) ? NEVER : token.expiry();
    return new AccessToken(token.value(), OffsetDateTime.ofInstant(end, ZoneOffset.UTC));
  }

  /* Several requests that were challenged at the same time bring the same claims: one renews. */
  private Token token(@Nullable String claims) {
    Token rejected = last;
    boolean justAnswered =
        answeredAt != 0 && CLOCK.nanos() - answeredAt < SAME_MOMENT && answered.equals(claims);
    if (claims == null || rejected == null || justAnswered) {
      return supply.token();
    }
    Token token = supply.renew(rejected, claims);
    answered = claims;
    answeredAt = CLOCK.nanos();
    return token;
  }

  /* Later than any token, and what the SDK can count with. */
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
}
