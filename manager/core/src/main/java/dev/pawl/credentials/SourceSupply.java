package dev.pawl.credentials;

import dev.pawl.clock.TokenClock;
import dev.pawl.source.SourceException;
import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.CredentialSource.Reach;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one source. What belongs to the process alone is kept until it ends; what processes
 * share is asked for each time. Thread-safe.
 */
final class SourceSupply implements TokenSupply {
  private static final long PAUSE_MILLIS = 1_000;

  private final CredentialSource source;
  private final String profile;
  private final TokenClock clock;
  private volatile @Nullable Token kept;

  SourceSupply(CredentialSource source, String profile, TokenClock clock) {
    this.source = source;
    this.profile = profile;
    this.clock = clock;
  }

  @Override
  public Token token() {
    Token token = kept;
    return token == null || hasEnded(token) ? mint(null, Duration.ZERO, "") : token;
  }

  private boolean hasEnded(Token token) {
    return !token.expiry().equals(Instant.MAX) && clock.millis() >= token.expiry().toEpochMilli();
  }

  /** A token that lives for {@code least} if its source is shared and can give such. */
  Token tokenValidFor(Duration least) {
    return kept == null ? mint(null, least, "") : token();
  }

  @Override
  public Token renew(Token rejected) {
    return renew(rejected, "");
  }

  @Override
  public Token renew(Token rejected, String claims) {
    return mint(Fingerprint.of(rejected.value()), Duration.ZERO, claims);
  }

  private Token mint(@Nullable Fingerprint rejected, Duration least, String claims) {
    try {
      Token token =
          token(
              source instanceof SharedOnUse shared
                  ? shared.mint(rejected, least, claims)
                  : source.mint(rejected));
      kept = source.reach() == Reach.PROCESS ? token : null;
      return token;
    } catch (IOException e) {
      throw problem(e);
    }
  }

  private static TokenException problem(IOException e) {
    String message = String.valueOf(e.getMessage());
    TokenException.Reason reason =
        e instanceof SourceException known
            ? known.reason()
            : TokenException.Reason.FIX_CONFIGURATION;
    return switch (reason) {
      case LOG_IN -> TokenException.logIn(message);
      case TRY_LATER -> TokenException.tryLater(message, PAUSE_MILLIS);
      case FIX_CONFIGURATION -> TokenException.fixConfiguration(message, e);
    };
  }

  private Token token(Credential credential) {
    long end = credential.expiresAt();
    return new Token(
        credential.value(),
        end == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(end),
        0,
        profile,
        credential.kind());
  }
}
