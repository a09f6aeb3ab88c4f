package dev.pawl.drills.child;

import dev.pawl.issuer.IssuerPresets;
import dev.pawl.issuer.KnownIssuer;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import dev.pawl.spi.TokenSet;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The login that an order describes. If it names a preset, issuer, replay, client authentication
 * and the meaning of errors are the preset's, as at {@code pawl login --issuer NAME}; the endpoint
 * is the simulator's. That of a program gets its tokens by its client's secret alone.
 */
final class OrderedLogin {
  private final RunnerCommand order;
  private final KnownIssuer known;

  OrderedLogin(RunnerCommand order) {
    this.order = order;
    String preset = order.text("preset", "");
    this.known = preset.isEmpty() ? KnownIssuer.NONE : IssuerPresets.known(preset);
  }

  /** The grant to be stored at that time, epoch milliseconds. */
  Grant grant(long now) {
    long end = now + order.number("lifetimeMillis", 0);
    TokenSet tokens =
        order.text("program", "").isEmpty()
            ? new TokenSet(order.text("access"), now, end, order.text("refresh"))
            : TokenSet.minted(GrantType.CLIENT_CREDENTIALS);
    Map<String, String> errors = new LinkedHashMap<>(known.facts());
    errors.keySet().retainAll(KnownIssuer.ERRORS);
    return LastLogin.on(Grant.login(client(), tokens), errors);
  }

  private ClientRegistration client() {
    String revocation = order.text("revocationEndpoint", "");
    ClientRegistration client =
        new ClientRegistration(
            known.facts().getOrDefault("issuer", order.text("issuer")),
            URI.create(order.text("tokenEndpoint")),
            revocation.isEmpty() ? null : URI.create(revocation),
            order.text("clientId"),
            "",
            ReplayPolicy.parse(
                known.facts().getOrDefault("replay", order.text("replay", "unknown"))));
    String secret = order.text("secretFile", "");
    return secret.isEmpty()
        ? client
        : client.with(
            new ClientAuthentication(
                known.authenticationMethods().isEmpty()
                    ? ClientAuthentication.Method.CLIENT_SECRET_BASIC
                    : ClientAuthentication.Method.parse(known.authenticationMethods().get(0)),
                SecretReference.parse("file:" + secret)));
  }
}
