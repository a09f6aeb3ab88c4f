package dev.pawl.credentials;

import dev.pawl.TokenManager;
import dev.pawl.spi.Account;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.token.Token;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The tokens of the stored login, presented as its account has it. Thread-safe. */
final class LoginSupply implements TokenSupply {
  private final TokenManager manager;
  private final LoginSource source;
  private volatile @Nullable Known last;

  /** What a manager's token is given as. */
  private record Known(Token token, Token given) {}

  LoginSupply(TokenManager manager, LoginSource source) {
    this.manager = manager;
    this.source = source;
  }

  @Override
  public Token token() {
    return given(manager.token());
  }

  @Override
  public Token renew(Token rejected) {
    return given(manager.renew(rejected));
  }

  @Override
  public Token renew(Token rejected, String claims) {
    return given(manager.renew(rejected, claims));
  }

  Token tokenValidFor(Duration least) {
    return given(manager.tokenValidFor(least));
  }

  @SuppressWarnings("ReferenceEquality") // a manager gives the same object until there is news
  private Token given(Token token) {
    Known known = last;
    if (known == null || known.token != token) {
      known = new Known(token, token.as(kind(token)));
      last = known;
    }
    return known.given;
  }

  private Kind kind(Token token) {
    if (token.kind() == Kind.DPOP) {
      return Kind.DPOP;
    }
    try {
      Grant grant = source.grant();
      return grant != null && grant.generation() == token.generation() ? kind(grant) : Kind.BEARER;
    } catch (IOException e) {
      return Kind.BEARER;
    }
  }

  /** A login that ended in an API key has no refresh token, and is presented as a key. */
  static Kind kind(Grant grant) {
    if (ProofKey.binds(grant)) {
      return Kind.DPOP;
    }
    String method = Account.of(grant).method();
    boolean key = method.equals("api-key") || method.equals("console");
    return key && grant.tokens().refresh() == null ? Kind.API_KEY : Kind.BEARER;
  }
}
