package dev.pawl.session;

import dev.pawl.clock.TokenClock;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.PublishedState;
import dev.pawl.profile.Snapshot;
import dev.pawl.refresh.LockQueue;
import dev.pawl.refresh.RefreshCoordinator;
import dev.pawl.refresh.RefreshResult;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.RequestedToken;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the access tokens that a login has besides its own: from memory while nobody has published
 * anything, else from the stored login, else by a transaction under the refresh lock. Thread-safe.
 */
public final class RequestedTokens {
  private static final int MOST_HELD = 256;
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String profile;
  private final SharedContext context;
  private final TokenClock clock;
  private final PublishedState shared;
  private final RefreshCoordinator coordinator;
  private final ProfileTokens own;
  private final ConcurrentMap<TokenRequest, Held> held = new ConcurrentHashMap<>();
  private final ConcurrentMap<TokenRequest, Refused> refused = new ConcurrentHashMap<>();

  /** Why the issuer refused a request, of which login, and until when nobody here asks again. */
  private record Refused(TokenException why, long generation, long until) {}

  /** A token and the key that it is bound to, if to any; and of which news they were part. */
  private record Held(Snapshot seen, @Nullable RequestedToken token, @Nullable ProofKey key) {}

  RequestedTokens(
      String profile,
      SharedContext context,
      PublishedState shared,
      RefreshCoordinator coordinator,
      ProfileTokens own) {
    this.profile = profile;
    this.context = context;
    this.clock = context.clock();
    this.shared = shared;
    this.coordinator = coordinator;
    this.own = own;
  }

  /**
   * A token for {@code request} that meets {@code requirement}, waiting for it if need be.
   *
   * @throws TokenException if there is none
   */
  public Token obtain(TokenRequest request, TokenRequirement requirement) {
    TokenRequirement wanted = requirement.of(request);
    long deadline = clock.deadline(context.timeouts().waitTimeout());
    while (true) {
      Held known = look(request);
      RequestedToken token = known.token();
      if (token != null && accepts(wanted, token)) {
        refreshAhead(token, request);
        return handedOut(token, known.key());
      }
      try {
        requireNotRefused(request, known.seen());
        RequestedToken unkept = improve(known.seen(), wanted, deadline);
        refused.remove(request);
        if (unkept != null) {
          return handedOut(unkept, hold(request, unkept).key());
        }
      } catch (TokenException e) {
        note(request, known.seen(), e);
        return lastResort(look(request), wanted, e);
      }
    }
  }

  /* A program that asks in a loop for what its issuer does not give asks every few seconds. */
  private void requireNotRefused(TokenRequest request, Snapshot seen) {
    Refused last = refused.isEmpty() ? null : refused.get(request);
    if (last != null
        && last.generation() == seen.entry.generation()
        && clock.nanos() - last.until() < 0) {
      throw last.why();
    }
  }

  private void note(TokenRequest request, Snapshot seen, TokenException problem) {
    Refused last = refused.get(request);
    boolean again = last != null && last.why() == problem;
    if (problem.reason() == TokenException.Reason.FIX_CONFIGURATION && !again) {
      long until = clock.nanos() + QUIET_NANOS;
      refused.put(request, new Refused(problem, seen.entry.generation(), until));
    }
  }

  private boolean accepts(TokenRequirement wanted, RequestedToken token) {
    return wanted.accepts(token.generation(), shared.freshness(token), clock.millis());
  }

  /* Whoever has published since may have ended the login, or replaced the token. */
  private Held look(TokenRequest request) {
    Held before = held.get(request);
    if (before != null && before.seen().isUnchanged(clock.millis())) {
      return before;
    }
    Snapshot seen = own.look();
    boolean same = before != null && before.seen().isOfSameGrant(seen);
    Held now =
        before != null && same
            ? new Held(seen, before.token(), before.key())
            : stored(seen, request);
    keep(request, now);
    return now;
  }

  /* Who asks for more than a login keeps reads the stored login again. */
  private void keep(TokenRequest request, Held now) {
    if (held.size() >= MOST_HELD && !held.containsKey(request)) {
      held.clear();
      refused.clear();
    }
    held.put(request, now);
  }

  private Held stored(Snapshot seen, TokenRequest request) {
    Grant saved = shared.stored(seen);
    Grant grant = saved == null ? shared.storedParent(seen) : saved;
    return grant == null
        ? new Held(seen, null, null)
        : new Held(seen, grant.tokens().requested().get(request.key()), ProofKey.of(grant));
  }

  /* It lies nowhere else: it serves until somebody publishes. */
  private Held hold(TokenRequest request, RequestedToken unkept) {
    Snapshot seen = own.look();
    Held now = new Held(seen, unkept, stored(seen, request).key());
    keep(request, now);
    return now;
  }

  private void refreshAhead(RequestedToken token, TokenRequest request) {
    if (clock.millis() >= shared.freshness(token).adviseAt()) {
      coordinator.tryRefresh(TokenRequirement.AHEAD.of(request), issuer -> {});
    }
  }

  /* Returns when there may be a better one; one that is not kept, if that came of it. */
  private @Nullable RequestedToken improve(Snapshot seen, TokenRequirement wanted, long deadline) {
    if (clock.nanos() - deadline > 0) {
      throw coordinator.queue().busy();
    }
    RefreshResult result = coordinator.refresh(seen, own::look, wanted, deadline);
    if (result instanceof RefreshResult.Limited out) {
      try {
        context.permits().reserve(out.issuer(), () -> LockQueue.isNews(seen, own.look()), deadline);
      } catch (IOException e) {
        throw StorageProblem.of(e);
      }
    } else if (result != null && result.problem() != null) {
      throw result.problem();
    }
    return result instanceof RefreshResult.Unkept one ? one.token() : null;
  }

  /* A token that has not ended is better than an error, unless it is known to be rejected. */
  private Token lastResort(Held known, TokenRequirement wanted, TokenException problem) {
    RequestedToken token = known.token();
    boolean serves =
        token != null
            && token.generation() > wanted.rejected()
            && clock.millis() < shared.freshness(token).expiresAt();
    if (token == null || !serves) {
      throw problem;
    }
    return handedOut(token, known.key());
  }

  private Token handedOut(RequestedToken token, @Nullable ProofKey key) {
    boolean endless = token.expiresAt() == Long.MAX_VALUE;
    Instant expiry = endless ? Instant.MAX : Instant.ofEpochMilli(token.expiresAt());
    return new Token(token.access(), expiry, token.generation(), profile).boundTo(key);
  }
}
