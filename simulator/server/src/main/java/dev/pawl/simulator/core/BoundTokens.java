package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.PossessionProofs;
import dev.pawl.simulator.core.client.PossessionProofs.Problem;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that an access token that is bound to a key comes with a proof of that key, and another
 * without (RFC 9449, section 7).
 */
final class BoundTokens {
  private static final String SCHEME = "DPoP ";

  private final PossessionProofs proofs;

  BoundTokens(PossessionProofs proofs) {
    this.proofs = proofs;
  }

  /** Returns the token of the scheme that is for bound ones; empty if it is not used. */
  static Optional<String> presented(Request request) {
    return request
        .header("authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip());
  }

  /** Returns the refusal of a request with this token; empty if there is no reason for one. */
  Optional<Decision> refusal(Request request, AccessToken token, Event event) {
    boolean bound = !token.thumbprint().isEmpty();
    boolean proven = presented(request).isPresent();
    if (!bound && !proven) {
      return Optional.empty();
    }
    if (bound != proven) {
      return Optional.of(refused(event, "invalid_token"));
    }
    TokenBinding binding =
        token.family().wantsNonce ? TokenBinding.REQUIRED_WITH_NONCE : TokenBinding.REQUIRED;
    PossessionProofs.Verdict verdict = proofs.judge(request, binding, token.value());
    if (verdict.problem() == Problem.NONCE) {
      return Optional.of(refused(event, "use_dpop_nonce"));
    }
    if (verdict.problem() == Problem.PROOF) {
      return Optional.of(refused(event, "invalid_dpop_proof"));
    }
    return verdict.thumbprint().equals(token.thumbprint())
        ? Optional.empty()
        : Optional.of(refused(event, "invalid_token"));
  }

  /** Returns an answer to a request with this token, with the nonce for the next proof. */
  Reply told(Reply reply, AccessToken token) {
    return token.family().wantsNonce ? reply.header(PossessionProofs.NONCE, proofs.nonce()) : reply;
  }

  private static Decision refused(Event event, String error) {
    String challenge =
        "DPoP error=\"%s\", algs=\"%s\""
            .formatted(error, String.join(" ", PossessionProofs.ALGORITHMS));
    return Decision.of(
        event.outcome(Outcome.INVALID_PROOF),
        Reply.json(401, Map.of("error", error)).header("WWW-Authenticate", challenge));
  }
}
