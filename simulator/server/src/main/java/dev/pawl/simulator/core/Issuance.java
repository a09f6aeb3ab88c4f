package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a refresh token into the token endpoint's answer with a fresh access token. Callers hold
 * the family's lock.
 */
final class Issuance {
  private final Realm realm;
  private final IdTokens idTokens;

  Issuance(Realm realm) {
    this.realm = realm;
    this.idTokens = new IdTokens(realm);
  }

  /**
   * What an answer tells.
   *
   * @param refreshToken whether it tells the refresh token
   * @param scope the scope of the access token
   * @param nonce what the ID token repeats; empty for nothing
   * @param more further members
   * @param thumbprint of the key that the access token is bound to; empty if to none
   * @param targets whom the access token is for; empty for anybody
   */
  record Telling(
      boolean refreshToken,
      String scope,
      String nonce,
      Map<String, Object> more,
      String thumbprint,
      Set<String> targets) {
    /** The same, bound to the key with that thumbprint. */
    Telling bound(String other) {
      return new Telling(refreshToken, scope, nonce, more, other, targets);
    }

    /** The first tokens of a login. */
    static Telling login(Family family, String nonce) {
      return new Telling(true, family.scope(), nonce, Map.of(), "", Set.of());
    }

    /** The answer to a refresh, which may keep its refresh token to itself. */
    static Telling refresh(boolean refreshToken, String scope) {
      return new Telling(refreshToken, scope, "", Map.of(), "", Set.of());
    }

    /** An access token alone. */
    static Telling accessToken(Family family, Map<String, Object> more) {
      return new Telling(false, family.scope(), "", more, "", Set.of());
    }

    /** The same of an access token for these targets. */
    Telling at(Targets others) {
      return new Telling(refreshToken, scope, nonce, more, thumbprint, others.all());
    }
  }

  Decision granted(Event event, RefreshToken refreshToken, Telling telling) {
    Family family = refreshToken.family;
    Duration lifetime = realm.terms().get().accessTtl();
    AccessToken accessToken = realm.registry().mintAccessToken(refreshToken, realm.now(), lifetime);
    Set<String> scopes = new LinkedHashSet<>(Arrays.asList(telling.scope().split(" ")));
    if (!scopes.equals(family.scopes)) {
      accessToken.narrow(scopes);
    }
    if (!telling.targets().isEmpty()) {
      accessToken.aim(telling.targets());
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", accessToken.value());
    bind(accessToken, telling.thumbprint());
    members.put("token_type", telling.thumbprint().isEmpty() ? "Bearer" : "DPoP");
    members.put("expires_in", lifetime.toSeconds());
    if (telling.refreshToken()) {
      members.put("refresh_token", refreshToken.value);
    }
    members.put("scope", telling.scope());
    idTokens
        .token(family, scopes, lifetime, telling.nonce())
        .ifPresent(token -> members.put("id_token", token));
    members.putAll(telling.more());
    realm.people().person(family.account).introduce(members);
    Reply reply =
        Reply.json(200, members).header("Cache-Control", "no-store").header("Pragma", "no-cache");
    String issued = telling.refreshToken() ? refreshToken.label : "";
    return timely(Decision.of(event.issued(issued).access(accessToken.label()), reply));
  }

  /* A public client's refresh tokens are bound too (RFC 9449, section 5). */
  private void bind(AccessToken token, String thumbprint) {
    if (thumbprint.isEmpty()) {
      return;
    }
    token.bind(thumbprint);
    Family family = token.family();
    Optional<RegisteredClient> client = realm.clients().find(family.clientId);
    family.wantsNonce =
        client.filter(one -> one.binding() == TokenBinding.REQUIRED_WITH_NONCE).isPresent();
    if (client
        .filter(one -> one.authentications().contains(ClientAuthentication.NONE))
        .isPresent()) {
      family.thumbprint = thumbprint;
    }
  }

  Decision refused(Event event, OAuthError error) {
    return timely(Decision.refused(event, error));
  }

  private Decision timely(Decision decision) {
    return decision.later(realm.terms().get().processingTime());
  }
}
