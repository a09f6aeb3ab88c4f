package dev.pawl.login;

import dev.pawl.oauth.AuthorizationServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a login take place, beside the token endpoint; null where there is none.
 *
 * @param authorization where a browser begins
 * @param device where a login on another device begins (RFC 8628)
 * @param pushed where the authorization request goes before the browser does (RFC 9126); null if
 *     the browser brings it itself
 * @param apiKey where a key is made
 * @param userInfo where an access token tells whose it is (OpenID Connect Core 1.0, section 5.3)
 * @param keys where the keys are that the issuer signs ID tokens with
 * @param redirect where the browser ends: an address of this machine's loopback with the port that
 *     is registered, or a page of the issuer that shows the code to be pasted; null for a free port
 *     of this machine
 * @param namesItself whether an answer without {@code iss} must be refused (RFC 9207)
 */
public record Endpoints(
    @Nullable URI authorization,
    @Nullable URI device,
    @Nullable URI pushed,
    @Nullable URI apiKey,
    @Nullable URI userInfo,
    @Nullable URI keys,
    @Nullable URI redirect,
    boolean namesItself) {

  /** Checks that none is plain http but on loopback. */
  public Endpoints {
    check(authorization, "the authorization endpoint");
    check(device, "the device authorization endpoint");
    check(pushed, "the pushed authorization request endpoint");
    check(apiKey, "the API key endpoint");
    check(userInfo, "the userinfo endpoint");
    check(keys, "the address of the issuer's keys");
    check(redirect, "the redirect URI");
  }

  private static void check(@Nullable URI uri, String what) {
    if (uri != null) {
      AuthorizationServer.requireSecure(uri, what);
    }
  }
}
