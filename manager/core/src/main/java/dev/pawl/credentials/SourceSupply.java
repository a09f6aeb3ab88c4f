package dev.pawl.credentials;

import dev.pawl.clock.TokenClock;
import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.CredentialSource.Reach;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one source. What belongs to the process alone is kept until it ends; what processes
 * share is asked for each time. Thread-safe.
 */
final class SourceSupply implements TokenSupply {
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
    return token == null || hasEnded(token) ? mint(null) : token;
  }

  private boolean hasEnded(Token token) {
    return !token.expiry().equals(Instant.MAX) && clock.millis() >= token.expiry().toEpochMilli();
  }

  @Override
  public Token renew(Token rejected) {
    return mint(Fingerprint.of(rejected.value()));
  }

  private Token mint(@Nullable Fingerprint rejected) {
    try {
      Token token = token(source.mint(rejected));
      kept = source.reach() == Reach.PROCESS ? token : null;
      return token;
    } catch (IOException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
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
