package dev.pawl.authentication;

import dev.pawl.network.ConfigurationException;
import dev.pawl.signing.KeyUse;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the login of a program says of the tokens that it presents: the names of its fields, which
 * settings and grants have in common, and what they mean. A login keeps places, and no secret.
 *
 * @param fields of the login, by their names
 */
public record ProgramFields(Map<String, String> fields) {
  /** Where a finished assertion is. */
  public static final String ASSERTION = "assertion";

  /** Where the private key is that assertions are signed with. */
  public static final String ASSERTION_KEY = "assertionKey";

  static final String KEY_ID = "assertionKeyId";
  static final String ALGORITHM = "assertionKeyAlgorithm";

  /** Who says it; the client if that is not said. */
  public static final String ISSUER = "assertionIssuer";

  /** On whose behalf; who says it if that is not said. */
  public static final String SUBJECT = "assertionSubject";

  /** Whom it is meant for: {@code issuer}, {@code token-endpoint}, or what the issuer wants. */
  public static final String AUDIENCE = "assertionAudience";

  static final String SCOPE = "assertionScope";

  private static final List<String> OF_AN_ASSERTION =
      List.of(ASSERTION, ASSERTION_KEY, KEY_ID, ALGORITHM, ISSUER, SUBJECT, AUDIENCE, SCOPE);

  /** What the login of {@code grant} was told. */
  static ProgramFields of(Grant grant) {
    return new ProgramFields(LastLogin.given(grant));
  }

  /** The names of the fields of a login by {@code type}. */
  public static List<String> of(GrantType type) {
    return type == GrantType.JWT_BEARER ? OF_AN_ASSERTION : List.of();
  }

  /**
   * Checks that they say all that a login by {@code type} needs.
   *
   * @param clientId of the login; empty if it names none
   * @throws ConfigurationException if not; the message names the field, and quotes no value
   */
  public void requireSense(GrantType type, String clientId) {
    if (type == GrantType.JWT_BEARER) {
      boolean signs = fields.containsKey(ASSERTION_KEY);
      if (signs == fields.containsKey(ASSERTION)) {
        throw new ConfigurationException(
            "jwt-bearer needs one of " + ASSERTION_KEY + " and " + ASSERTION);
      }
      if (signs && issuer(clientId).isEmpty()) {
        throw new ConfigurationException(
            "an assertion names who says it; give " + ISSUER + ", or a client id");
      }
      String algorithm = fields.get(ALGORITHM);
      if (algorithm != null && !KeyUse.ALGORITHMS.contains(algorithm)) {
        throw new ConfigurationException(
            ALGORITHM + " is none of " + String.join(", ", KeyUse.ALGORITHMS));
      }
    }
    for (String name : List.of(ASSERTION, ASSERTION_KEY)) {
      SecretReference unused = place(name);
    }
  }

  /** Where the secrets are that are presented, or signed with. */
  List<SecretReference> places() {
    List<SecretReference> places = new ArrayList<>();
    for (String name : List.of(ASSERTION, ASSERTION_KEY)) {
      SecretReference place = place(name);
      if (place != null) {
        places.add(place);
      }
    }
    return places;
  }

  /** Where the secret of that name is; null if the login has none. */
  @Nullable SecretReference place(String name) {
    String text = fields.get(name);
    try {
      SecretReference place = text == null ? null : SecretReference.parse(text);
      if (place != null && place.kind() == SecretReference.Kind.TEXT) {
        throw new IllegalArgumentException("would keep the secret; name a file: file:/PATH");
      }
      return place;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(name + " " + e.getMessage(), e);
    }
  }

  /** Who an assertion is said by. */
  String issuer(String clientId) {
    return fields.getOrDefault(ISSUER, clientId);
  }

  /** How the key is to be used. */
  KeyUse use() {
    return new KeyUse(fields.get(KEY_ID), fields.get(ALGORITHM));
  }

  /** Names the fields alone. */
  @Override
  public String toString() {
    return "ProgramFields" + fields.keySet();
  }
}
