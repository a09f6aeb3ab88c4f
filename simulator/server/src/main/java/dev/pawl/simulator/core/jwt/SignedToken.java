package dev.pawl.simulator.core.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A JSON Web Token as it was presented. What it claims is to be believed once a signature was
 * verified. Immutable.
 *
 * @param header members of its header
 * @param claims members of its payload
 * @param signed what the signature is of
 * @param signature in Base64url
 */
public record SignedToken(
    Map<String, Object> header, Map<String, Object> claims, String signed, String signature) {
  /** The algorithm of a secret (RFC 7518, section 3.2). */
  public static final String OF_A_SECRET = "HS256";

  /** The algorithms of a key pair (RFC 7518, sections 3.3 to 3.5; RFC 8037, section 3.1). */
  public static final List<String> OF_A_KEY = List.of("ES256", "EdDSA", "PS256", "RS256");

  /* The end of the year 9999. */
  private static final double LAST_SECOND = 253_402_300_799d;

  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /** Copies the members. */
  public SignedToken {
    header = Map.copyOf(header);
    claims = Map.copyOf(claims);
  }

  /** Returns the algorithm that it names; empty if it names none. */
  public String algorithm() {
    return header.get("alg") instanceof String text ? text : "";
  }

  /** Returns the id of the key that it names. */
  public Optional<String> keyId() {
    return header.get("kid") instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Returns a claim that is a text; empty if there is none of that name. */
  public String text(String claim) {
    return claims.get(claim) instanceof String text ? text : "";
  }

  /** Returns a claim that is a time (RFC 7519, section 2). */
  public Optional<Instant> time(String claim) {
    return claims.get(claim) instanceof Number seconds
            && Math.abs(seconds.doubleValue()) < LAST_SECOND
        ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
        : Optional.empty();
  }

  /** Returns whom it is meant for (RFC 7519, section 4.1.3). */
  public Set<String> audiences() {
    return claims.get("aud") instanceof List<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.toSet())
        : Set.of(text("aud"));
  }

  /** Tells whether the owner of this key has signed it, in a way that is for such keys. */
  public boolean isSignedBy(PublicKey key) {
    try {
      Optional<Signature> verifier = verifier(key);
      if (verifier.isEmpty()) {
        return false;
      }
      verifier.get().initVerify(key);
      verifier.get().update(signed.getBytes(StandardCharsets.US_ASCII));
      return verifier.get().verify(bytes());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // of another length, or not Base64url
    }
  }

  private Optional<Signature> verifier(PublicKey key) throws GeneralSecurityException {
    String name = algorithm();
    if (key instanceof RSAPublicKey && name.equals("RS256")) {
      return Optional.of(Signature.getInstance("SHA256withRSA"));
    }
    if (key instanceof RSAPublicKey && name.equals("PS256")) {
      Signature verifier = Signature.getInstance("RSASSA-PSS");
      verifier.setParameter(PSS);
      return Optional.of(verifier);
    }
    if (key instanceof ECPublicKey && name.equals("ES256")) {
      return Optional.of(Signature.getInstance("SHA256withECDSAinP1363Format"));
    }
    return key instanceof EdECPublicKey && name.equals("EdDSA")
        ? Optional.of(Signature.getInstance("Ed25519"))
        : Optional.empty();
  }

  /** Tells whether it was made by who knows this secret. */
  public boolean isMadeWith(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] right = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return algorithm().equals(OF_A_SECRET) && MessageDigest.isEqual(right, bytes());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // no secret at all, or not Base64url
    }
  }

  private byte[] bytes() {
    return Base64.getUrlDecoder().decode(signature);
  }

  /** Names the algorithm alone. */
  @Override
  public String toString() {
    return "SignedToken[" + algorithm() + "]";
  }
}
