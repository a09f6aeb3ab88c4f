package dev.pawl.simulator.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.simulator.core.dialect.Dialects;
import dev.pawl.simulator.core.exchange.Reply;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The claims challenge of Entra ID, as the dialect {@code entra} words it: the token is good for
 * nothing until it comes from a refresh with the claims that stand in the refusal.
 */
final class ClaimsChallenge {
  private static final Pattern CLAIMS = Pattern.compile("claims=\"([^\"]+)\"");

  private ClaimsChallenge() {}

  static Reply reply(Instant now, String requestId) {
    return Dialects.named("entra").error("insufficient_claims").reply(now, requestId);
  }

  static boolean isMetBy(AccessToken token) {
    String header = reply(Instant.EPOCH, "").headers().getOrDefault("WWW-Authenticate", "");
    Matcher named = CLAIMS.matcher(header);
    return named.find()
        && new String(Base64.getDecoder().decode(named.group(1)), UTF_8).equals(token.claims());
  }
}
