package dev.pawl.login;

import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.signing.SignatureVerdict;
import dev.pawl.spi.ClientRegistration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who logged in, as the ID token in the answer of a token endpoint says (OpenID Connect Core 1.0,
 * section 2). It is believed if it is this issuer's, for this client and of now (section 3.1.3.7,
 * points 2, 3, 5 and 9), and if its signature is good, where there is something to verify it with
 * (point 6: the token came from the endpoint itself, and TLS has proved whose that is).
 *
 * @param claims of the token
 */
record IdToken(Map<String, @Nullable Object> claims) {
  private static final Logger LOG = System.getLogger(IdToken.class.getName());
  private static final String MEMBER = "id_token";
  private static final int LONGEST = 64 << 10;

  /* By so much a clock here may be wrong. */
  private static final Duration LEEWAY = Duration.ofMinutes(10);

  /* Microsoft's names for any of its tenants; the token names the one it is of. */
  private static final Pattern ANY_TENANT = Pattern.compile("/(common|organizations|consumers)/");
  private static final Pattern TENANT = Pattern.compile("[0-9a-fA-F-]{36}");

  /**
   * Returns what a token answer tells, with what its ID token says of the account where it says
   * nothing else.
   *
   * @param answer its members besides the tokens
   * @param now epoch milliseconds
   * @param signatures who looks at the signature
   */
  static Map<String, @Nullable Object> told(
      Map<String, ? extends @Nullable Object> answer,
      ClientRegistration client,
      long now,
      Function<String, SignatureVerdict> signatures) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>(answer);
    if (!(answer.get(MEMBER) instanceof String text)) {
      return told;
    }
    try {
      IdToken token = new IdToken(claims(text));
      token.requireFor(client, now);
      requireGood(signatures.apply(text));
      new AccountClaims(token.claims).tell(told);
    } catch (JsonException | IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "the ID token is not believed, so the account is not known: " + e.getMessage());
    }
    return told;
  }

  private static void requireGood(SignatureVerdict signature) {
    switch (signature) {
      case GOOD, NOT_LOOKED_AT -> {}
      case BAD -> throw new IllegalArgumentException("no key of the issuer has signed it");
      case UNKNOWN_KEY ->
          throw new IllegalArgumentException("the key that signed it cannot be had of the issuer");
    }
  }

  private static Map<String, @Nullable Object> claims(String text) throws JsonException {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3 || text.length() > LONGEST) {
      throw new IllegalArgumentException("it is no signed JSON Web Token");
    }
    byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
    return Json.read(new String(payload, StandardCharsets.UTF_8));
  }

  private void requireFor(ClientRegistration client, long now) throws JsonException {
    if (!isOf(client.issuer())) {
      throw new IllegalArgumentException("it is of another issuer");
    }
    if (!isFor(client.clientId())) {
      throw new IllegalArgumentException("it is for another client");
    }
    BigDecimal end = Json.decimal(claims, "exp");
    BigDecimal latest = BigDecimal.valueOf(now - LEEWAY.toMillis());
    if (end == null || end.movePointRight(3).compareTo(latest) < 0) {
      throw new IllegalArgumentException("it has ended");
    }
  }

  /* Google leaves the scheme out where it is old. */
  private boolean isOf(String issuer) {
    String named = text("iss");
    String tenant = text("tid");
    String ofTenant =
        TENANT.matcher(tenant).matches()
            ? ANY_TENANT.matcher(issuer).replaceFirst("/" + tenant + "/")
            : issuer;
    return named.equals(issuer)
        || named.equals(ofTenant)
        || (issuer.startsWith("https://") && named.equals(issuer.substring("https://".length())));
  }

  private boolean isFor(String clientId) {
    Object audience = claims.get("aud");
    boolean named =
        clientId.equals(audience) || (audience instanceof List<?> all && all.contains(clientId));
    return named && (claims.get("azp") == null || clientId.equals(claims.get("azp")));
  }

  private String text(String name) {
    return claims.get(name) instanceof String text ? text : "";
  }

  /** Nothing of whose it is. */
  @Override
  public String toString() {
    return "IdToken";
  }
}
