package dev.pawl.cli;

import dev.pawl.Glance;
import dev.pawl.Token;
import dev.pawl.TokenException;
import dev.pawl.TokenManager;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenClock;
import dev.pawl.store.CallBook;
import dev.pawl.store.StateDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code pawl token --helper}: Pawl as the helper of a program that caches what it is given for a
 * time, asks again when a server rejects it, and says neither.
 *
 * <p>So a second call by the same program, for the same generation and well before its time, is
 * taken for a rejection. That may be wrong; a wrong guess costs one refresh. Whatever goes wrong, a
 * token that has not ended is printed: such programs go on without any if nothing is printed.
 *
 * @param shell where the command runs
 * @param profile which login
 * @param least how long the token should live on
 */
record HelperToken(Shell shell, String profile, Duration least) {
  /** Outlives the usual five minutes in the program's cache, and a long answer after that. */
  static final Duration LEAST = Duration.ofMinutes(10);

  private static final String TTL = "CLAUDE_CODE_API_KEY_HELPER_TTL_MS";
  private static final long DEFAULT_TTL_MILLIS = 300_000;

  /* Faster than any request can have failed: two threads of a program that has just started. */
  private static final long AT_ONCE_MILLIS = 300;

  static int run(Shell shell, String profile, Duration least) {
    return new HelperToken(shell, profile, least).run();
  }

  private int run() {
    Session.requireName(profile);
    CallBook.Caller caller = caller();
    CallBook.Call last = caller == null ? null : book().last(caller);
    Glance glance = Glance.at(shell.environment(), profile);
    Token token = glance == null ? null : glance.token(least);
    if (token != null && !isRejection(last, token)) {
      return print(caller, token);
    }
    return Session.run(
        shell,
        profile,
        Session.Talk.ON_TERMINAL,
        session -> print(caller, obtain(session.manager(), last)));
  }

  private Token obtain(TokenManager manager, CallBook.@Nullable Call last) {
    Token token = usable(manager);
    if (!isRejection(last, token)) {
      return token;
    }
    try {
      return manager.renew(token);
    } catch (TokenException e) {
      return token; // perhaps nothing was rejected at all
    }
  }

  private Token usable(TokenManager manager) {
    try {
      return manager.tokenLasting(least);
    } catch (TokenException e) {
      return lastResort(manager, e);
    }
  }

  private Token lastResort(TokenManager manager, TokenException problem) {
    try {
      return manager.token();
    } catch (TokenException e) {
      Token stored = stored();
      if (stored == null) {
        throw problem;
      }
      return stored;
    }
  }

  /* Even one that somebody reported as rejected: another server may accept it. */
  private @Nullable Token stored() {
    try {
      Grant grant = StateDirectory.of(shell.environment()).found().store(profile).peek();
      if (grant == null || grant.isTombstone() || grant.tokens().access() == null) {
        return null;
      }
      long end = grant.tokens().expiresAt();
      Instant expiry = end == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(end);
      return TokenClock.system().millis() < end
          ? new Token(grant.tokens().access(), expiry, grant.generation(), profile)
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private boolean isRejection(CallBook.@Nullable Call last, Token token) {
    if (last == null
        || last.generation() != token.generation()
        || !last.token().equals(Fingerprint.of(token.value()))) {
      return false;
    }
    long age = TokenClock.system().millis() - last.at();
    return age >= AT_ONCE_MILLIS && age < ttl() / 4 * 3;
  }

  private long ttl() {
    try {
      return Long.parseLong(shell.environment().getOrDefault(TTL, "").strip());
    } catch (NumberFormatException e) {
      return DEFAULT_TTL_MILLIS;
    }
  }

  private int print(CallBook.@Nullable Caller caller, Token token) {
    int code = TokenCommand.print(shell, token);
    if (caller != null && code == ExitCode.OK) {
      long now = TokenClock.system().millis();
      Fingerprint printed = Fingerprint.of(token.value());
      book().note(caller, new CallBook.Call(token.generation(), now, printed), Ancestor::lives);
    }
    return code;
  }

  private CallBook.@Nullable Caller caller() {
    Ancestor ancestor = Ancestor.nearest();
    return ancestor == null
        ? null
        : new CallBook.Caller(ancestor.process(), ancestor.started(), profile);
  }

  private CallBook book() {
    try {
      return StateDirectory.of(shell.environment()).calls();
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
