package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.core.jwt.SignedToken;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The service account, and what it signs (RFC 7523). Its key is made when it is first needed. */
final class ServiceAccount {
  /** Its address. */
  static final String EMAIL = "pawl@pawl-simulator.iam.gserviceaccount.com";

  /* An assertion lives an hour at most, and clocks may be five minutes apart. */
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LEEWAY = Duration.ofMinutes(5);

  /* What the libraries for Python sign for, wherever they send it. */
  private static final Set<String> GOOGLES = Set.of("https://oauth2.googleapis.com/token");

  private static final class Key {
    static final KeyPair PAIR = pair();

    private static KeyPair pair() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no RSA", e);
      }
    }
  }

  private ServiceAccount() {}

  /** Tells whether an assertion is its own, for that address, and of this time. */
  static boolean hasSigned(SignedToken assertion, URI audience, Instant now) {
    Instant made = assertion.time("iat").orElse(Instant.MAX);
    Instant end = assertion.time("exp").orElse(Instant.MIN);
    return assertion.text("iss").equals(EMAIL)
        && (assertion.audiences().equals(Set.of(audience.toString()))
            || assertion.audiences().equals(GOOGLES))
        && made.isBefore(now.plus(LEEWAY))
        && now.isBefore(end)
        && !end.isAfter(made.plus(LONGEST))
        && assertion.isSignedBy(Key.PAIR.getPublic());
  }

  /** Returns the members of its key file. */
  static Map<String, String> file(String project, URI tokenEndpoint) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("type", "service_account");
    members.put("project_id", project);
    members.put("private_key_id", "simulated");
    members.put(
        "private_key",
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Key.PAIR.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    members.put("client_email", EMAIL);
    members.put("client_id", "100000000000000000001");
    members.put("token_uri", tokenEndpoint.toString());
    members.put("universe_domain", "googleapis.com");
    return members;
  }
}
