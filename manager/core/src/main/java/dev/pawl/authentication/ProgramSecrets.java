package dev.pawl.authentication;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.BearerAssertion;
import dev.pawl.signing.JoseEngine;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.UnusableKeyException;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.SecretReference;
import dev.pawl.token.TokenException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads what a login presents at the token endpoint: its refresh token, or for a program what mints
 * its tokens.
 *
 * @param environment of this process: what {@code env:} names, and what a command gets
 * @param clock when an assertion is made
 * @param others whose tokens may be exchanged
 */
record ProgramSecrets(Map<String, String> environment, TokenClock clock, OtherLogins others) {
  /**
   * What {@code grant}, the login of {@code profile}, presents; everything is read now, and kept
   * for this spend alone.
   *
   * @throws TokenException FIX_CONFIGURATION if a secret cannot be had; the message says which and
   *     what to do, and holds none
   */
  AuthorizationGrant.Supply read(String profile, Grant grant) {
    ProgramFields said = ProgramFields.of(grant);
    try {
      return switch (grant.tokens().grantType()) {
        case REFRESH_TOKEN, CLIENT_CREDENTIALS -> () -> AuthorizationGrant.of(grant);
        case TOKEN_EXCHANGE -> exchange(profile, grant, said);
        case JWT_BEARER -> assertion(profile, grant, said);
      };
    } catch (ConfigurationException e) {
      throw TokenException.fixConfiguration("profile " + profile + ": " + e.getMessage(), e);
    }
  }

  private AuthorizationGrant.Supply assertion(String profile, Grant grant, ProgramFields said) {
    SecretReference finished = said.place(ProgramFields.ASSERTION);
    if (finished != null) {
      String text = SecretPlaceText.of(profile, "assertion", environment).read(finished);
      return () -> presenting(grant, text);
    }
    BearerAssertion signed = signed(profile, grant.client(), said);
    return () -> presenting(grant, signed.sign());
  }

  private static AuthorizationGrant presenting(Grant grant, String assertion) {
    return AuthorizationGrant.minting(grant, Map.of("assertion", assertion), List.of(assertion));
  }

  private AuthorizationGrant.Supply exchange(String profile, Grant grant, ProgramFields said) {
    Map<String, String> fields = new LinkedHashMap<>();
    String subject = token(profile, said, ProgramFields.SUBJECT_TOKEN, "subject token");
    List<String> secrets = new ArrayList<>(List.of(subject));
    fields.put("subject_token", subject);
    fields.put("subject_token_type", said.typeOrAccessToken(ProgramFields.SUBJECT_TYPE));
    if (said.fields().containsKey(ProgramFields.ACTOR_TOKEN)) {
      String actor = token(profile, said, ProgramFields.ACTOR_TOKEN, "actor token");
      secrets.add(actor);
      fields.put("actor_token", actor);
      fields.put("actor_token_type", said.typeOrAccessToken(ProgramFields.ACTOR_TYPE));
    }
    String requested = said.type(ProgramFields.REQUESTED_TYPE);
    if (requested != null) {
      fields.put("requested_token_type", requested);
    }
    return () -> AuthorizationGrant.minting(grant, fields, secrets);
  }

  private String token(String profile, ProgramFields said, String name, String noun) {
    String other = said.profile(name);
    return other == null
        ? SecretPlaceText.of(profile, noun, environment)
            .read(Objects.requireNonNull(said.place(name)))
        : others.token(profile, other);
  }

  private BearerAssertion signed(String profile, ClientRegistration client, ProgramFields said) {
    SecretReference place = Objects.requireNonNull(said.place(ProgramFields.ASSERTION_KEY));
    SecretPlaceText text = SecretPlaceText.ofKey(profile, "assertion key", environment);
    try {
      JwtSigner signer = JoseEngine.find().ofPrivateKey(text.read(place), said.use());
      return new BearerAssertion(signer, claims(client, said), clock);
    } catch (UnusableKeyException e) {
      throw text.problem(place + " " + e.getMessage(), e);
    }
  }

  private static Map<String, String> claims(ClientRegistration client, ProgramFields said) {
    Map<String, String> claims = new LinkedHashMap<>();
    String issuer = said.issuer(client.clientId());
    claims.put("iss", issuer);
    claims.put("sub", said.fields().getOrDefault(ProgramFields.SUBJECT, issuer));
    String audience = said.fields().getOrDefault(ProgramFields.AUDIENCE, "issuer");
    claims.put(
        "aud",
        switch (audience) {
          case "issuer" -> client.issuer();
          case "token-endpoint" -> client.tokenEndpoint().toString();
          default -> audience;
        });
    String scope = said.fields().get(ProgramFields.SCOPE);
    if (scope != null) {
      claims.put("scope", scope);
    }
    return claims;
  }

  /** Says nothing of the variables. */
  @Override
  public String toString() {
    return "ProgramSecrets";
  }
}
