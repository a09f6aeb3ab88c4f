package dev.pawl.cli.token;

import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.text.UsageException;
import dev.pawl.clock.TokenClock;
import dev.pawl.credentials.CallBook;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.Explanation.Row;
import dev.pawl.credentials.FastPath;
import dev.pawl.credentials.Precedence;
import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code pawl token --helper}: Pawl as the helper of a program that caches what it is given for a
 * time, asks again when a server rejects it, and says neither.
 *
 * <p>So a second call by the same program, for the same token and well before its time, is taken
 * for a rejection, which a stored login and a helper command can answer with another. That may be
 * wrong; a wrong guess costs one refresh. Whatever goes wrong, a token of the stored login that has
 * not ended is printed, if that login is the source: such programs go on without any if nothing is
 * printed.
 *
 * @param chosen what is to be used
 * @param least how long the token should live on, if it is of the stored login
 * @param timeout what has taken longer is not waited for a second time
 */
public record HelperToken(Chosen chosen, Duration least, Duration timeout) {
  /** Outlives the usual five minutes in the program's cache, and a long answer after that. */
  public static final Duration LEAST = Duration.ofMinutes(10);

  private static final String TTL = VendorVariables.HELPER_TTL;
  private static final long DEFAULT_TTL_MILLIS = 300_000;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /* Faster than any request can have failed: two threads of a program that has just started. */
  private static final long AT_ONCE_MILLIS = 300;

  /** As above, with the timeout of the programs that call it. */
  public HelperToken(Chosen chosen, Duration least) {
    this(chosen, least, TIMEOUT);
  }

  public int run() {
    Session.requireName(chosen.profile());
    CallBook.Caller caller = caller();
    CallBook.Call last = caller == null ? null : book().last(caller);
    FastPath fastPath = chosen.fastPath();
    Token token = fastPath == null ? null : fastPath.token(least);
    if (token != null && !isRejection(last, token)) {
      return print(caller, token);
    }
    return chosen.run(
        Session.Talk.ON_TERMINAL, credentials -> print(caller, obtain(credentials, last)));
  }

  /** Forgets what every caller was given, so that none who asks again reports a rejection. */
  public void forgetCallers() {
    book().forget(process -> false);
  }

  Token obtain(Credentials credentials, CallBook.@Nullable Call last) {
    long begun = TokenClock.system().nanos();
    Token token = usable(credentials, begun);
    if (!isRejection(last, token) || hasTakenTooLong(begun)) {
      return token;
    }
    try {
      return credentials.renew(token);
    } catch (TokenException e) {
      return token; // a variable has no other, and perhaps nothing was rejected at all
    }
  }

  /* The program that asked waits as well: what took long is not waited for a second time. */
  private boolean hasTakenTooLong(long begun) {
    return TokenClock.system().nanos() - begun > timeout.toNanos();
  }

  private Token usable(Credentials credentials, long begun) {
    try {
      return credentials.tokenValidFor(least);
    } catch (TokenException e) {
      if (!usesLogin(credentials)) {
        throw e;
      }
      return hasTakenTooLong(begun) ? stored(credentials, e) : lastResort(credentials, e);
    }
  }

  /* The stored token is never printed in the place of another source's. */
  private static boolean usesLogin(Credentials credentials) {
    try {
      Row decided = credentials.explain().decided();
      return decided == null || decided.source().equals(Precedence.LOGIN);
    } catch (TokenException e) {
      return false;
    }
  }

  private static Token lastResort(Credentials credentials, TokenException problem) {
    try {
      return credentials.token();
    } catch (TokenException e) {
      return stored(credentials, problem);
    }
  }

  private static Token stored(Credentials credentials, TokenException problem) {
    Token stored = credentials.storedToken();
    if (stored == null) {
      throw problem;
    }
    return stored;
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
      return Long.parseLong(chosen.shell().environment().getOrDefault(TTL, "").strip());
    } catch (NumberFormatException e) {
      return DEFAULT_TTL_MILLIS;
    }
  }

  private int print(CallBook.@Nullable Caller caller, Token token) {
    BoundToken.requireBearer(token);
    int code = TokenLine.print(chosen.shell(), token);
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
        : new CallBook.Caller(ancestor.process(), ancestor.started(), chosen.profile());
  }

  private CallBook book() {
    try {
      return CallBook.of(chosen.shell().environment());
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
