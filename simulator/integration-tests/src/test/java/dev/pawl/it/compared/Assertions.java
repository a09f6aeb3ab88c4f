package dev.pawl.it.compared;

import dev.pawl.signing.JoseEngine;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.KeyUse;
import dev.pawl.signing.UnusableKeyException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What clients of the table say of themselves, signed. */
public final class Assertions {
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  static final String SECRET = "the-secret-that-the-keyed-client-signs-with";

  /* RFC 7515, appendix A.3.1; its public members stand in provider.mjs too. */
  static final String PUBLIC_KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\","
          + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

  /** The key of the client {@code signer}, as a JWK. */
  public static final String PRIVATE_KEY =
      PUBLIC_KEY.replace("}", ",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}");

  /* RFC 7517, appendix A.2. */
  private static final String ANOTHER_KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\","
          + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
          + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\","
          + "\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"}";

  /* The peers' time goes on by weeks. */
  private static final long LONG = 10L * 365 * 24 * 60 * 60;

  private Assertions() {}

  /** An assertion for the server of that name, right but for what the step says. */
  static String of(Step.Sign step, String issuer, String tokenEndpoint) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", step.client());
    claims.put("sub", step.client());
    claims.put("aud", issuer);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("exp", Instant.now().getEpochSecond() + LONG);
    step.others()
        .forEach(
            (name, value) -> {
              if (value.isEmpty()) {
                claims.remove(name);
              } else {
                claims.put(name, value(value, tokenEndpoint));
              }
            });
    try {
      return signer(step.with()).sign(claims);
    } catch (UnusableKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(String text, String tokenEndpoint) {
    return text.matches("[0-9]+") ? Long.valueOf(text) : text.replace("TOKEN", tokenEndpoint);
  }

  private static JwtSigner signer(String with) throws UnusableKeyException {
    JoseEngine engine = JoseEngine.find();
    return switch (with) {
      case "secret" -> engine.ofSecret(SECRET);
      case "another key" -> engine.ofPrivateKey(ANOTHER_KEY, KeyUse.UNSAID);
      default -> engine.ofPrivateKey(PRIVATE_KEY, KeyUse.UNSAID);
    };
  }
}
