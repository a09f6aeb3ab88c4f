package dev.pawl.oauth;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says of itself (RFC 8414 section 2), as far as it is used here.
 * Every address has been checked: https, or http on loopback if the issuer is there too.
 *
 * @param issuer as it names itself: as it was asked for, but for a slash at the end
 * @param tokenEndpoint where tokens are asked for
 * @param revocationEndpoint where they are revoked (RFC 7009)
 * @param authorizationEndpoint where a browser login begins
 * @param deviceAuthorizationEndpoint where a login on another device begins (RFC 8628)
 * @param pushedAuthorizationEndpoint where authorization requests go before the browser does, if
 *     the server takes no others (RFC 9126 section 5); null if it does
 * @param userInfoEndpoint where an access token tells whose it is (OpenID Connect Core 1.0, section
 *     5.3)
 * @param keys where the keys are that it signs ID tokens with; null if it does not say
 * @param authenticationMethods how clients may prove who they are at the token endpoint, by the
 *     names of RFC 7591; empty if it does not say
 * @param proofAlgorithms that proofs of possession may be signed with (RFC 9449 section 5.1); empty
 *     if it does not say
 * @param mutualTls the endpoints for clients that show a certificate in TLS, by the names of the
 *     others (RFC 8705 section 5); empty if it has none
 * @param requiresPush whether it takes no authorization request that the browser brings (RFC 9126
 *     section 5)
 * @param namesItself whether it says who it is when it sends a browser back (RFC 9207)
 */
public record ServerMetadata(
    String issuer,
    URI tokenEndpoint,
    @Nullable URI revocationEndpoint,
    @Nullable URI authorizationEndpoint,
    @Nullable URI deviceAuthorizationEndpoint,
    @Nullable URI pushedAuthorizationEndpoint,
    @Nullable URI userInfoEndpoint,
    @Nullable URI keys,
    List<String> authenticationMethods,
    List<String> proofAlgorithms,
    Map<String, URI> mutualTls,
    boolean requiresPush,
    boolean namesItself) {
  static final String TOKEN = "token_endpoint";
  static final String REVOCATION = "revocation_endpoint";
  static final String DEVICE = "device_authorization_endpoint";
  static final String PUSHED = "pushed_authorization_request_endpoint";
  static final String USER_INFO = "userinfo_endpoint";

  /** Checks that the two mandatory ones are there, and copies the lists. */
  public ServerMetadata {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
    authenticationMethods = List.copyOf(authenticationMethods);
    proofAlgorithms = List.copyOf(proofAlgorithms);
    mutualTls = Map.copyOf(mutualTls);
  }

  /** The same as a client that shows a certificate in TLS has to see it (RFC 8705 section 5). */
  public ServerMetadata byCertificate() {
    return new ServerMetadata(
        issuer,
        mutualTls.getOrDefault(TOKEN, tokenEndpoint),
        alias(REVOCATION, revocationEndpoint),
        authorizationEndpoint,
        alias(DEVICE, deviceAuthorizationEndpoint),
        alias(PUSHED, pushedAuthorizationEndpoint),
        alias(USER_INFO, userInfoEndpoint),
        keys,
        authenticationMethods,
        proofAlgorithms,
        Map.of(),
        requiresPush,
        namesItself);
  }

  private @Nullable URI alias(String name, @Nullable URI otherwise) {
    URI alias = mutualTls.get(name);
    return otherwise == null || alias == null ? otherwise : alias;
  }
}
