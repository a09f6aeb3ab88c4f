package dev.pawl.authentication;

import dev.pawl.network.ConfigurationException;
import dev.pawl.signing.KeyUse;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.SecretReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Where the token is that is exchanged. */
  public static final String SUBJECT_TOKEN = "subjectToken";

  /** Of what type it is. */
  public static final String SUBJECT_TYPE = "subjectTokenType";

  /** Where the token is of who acts for the subject. */
  public static final String ACTOR_TOKEN = "actorToken";

  /** Of what type it is. */
  public static final String ACTOR_TYPE = "actorTokenType";

  /** Of what type the token is to be that is asked for. */
  public static final String REQUESTED_TYPE = "requestedTokenType";

  /** What stands in front of the name of another profile whose access token is meant. */
  public static final String PROFILE = "profile:";

  /* RFC 8693 section 3. */
  private static final String TYPES = "urn:ietf:params:oauth:token-type:";
  private static final String ACCESS_TOKEN = "access_token";

  private static final List<String> TOKENS =
      List.of(ASSERTION, ASSERTION_KEY, SUBJECT_TOKEN, ACTOR_TOKEN);

  private static final List<String> OF_AN_EXCHANGE =
      List.of(SUBJECT_TOKEN, SUBJECT_TYPE, ACTOR_TOKEN, ACTOR_TYPE, REQUESTED_TYPE);

  private static final List<String> OF_AN_ASSERTION =
      List.of(ASSERTION, ASSERTION_KEY, KEY_ID, ALGORITHM, ISSUER, SUBJECT, AUDIENCE, SCOPE);

  /** What the login of {@code grant} was told. */
  public static ProgramFields of(Grant grant) {
    return new ProgramFields(LastLogin.given(grant));
  }

  /** The names of the fields of a login by {@code type}. */
  public static List<String> of(GrantType type) {
    return switch (type) {
      case REFRESH_TOKEN, CLIENT_CREDENTIALS -> List.of();
      case JWT_BEARER -> OF_AN_ASSERTION;
      case TOKEN_EXCHANGE -> OF_AN_EXCHANGE;
    };
  }

  /**
   * Checks that they say all that a login by {@code type} needs.
   *
   * @param clientId of the login; empty if it names none
   * @throws ConfigurationException if not; the message names the field, and quotes no value
   */
  public void requireSense(GrantType type, String clientId) {
    if (type == GrantType.JWT_BEARER) {
      requireAssertion(clientId);
    }
    if (type == GrantType.TOKEN_EXCHANGE) {
      requireExchange();
    }
    for (String name : TOKENS) {
      SecretReference unused = profile(name) == null ? place(name) : null;
    }
  }

  private void requireAssertion(String clientId) {
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

  private void requireExchange() {
    if (!fields.containsKey(SUBJECT_TOKEN)) {
      throw new ConfigurationException("token-exchange needs " + SUBJECT_TOKEN);
    }
    if (fields.containsKey(ACTOR_TYPE) && !fields.containsKey(ACTOR_TOKEN)) {
      throw new ConfigurationException(ACTOR_TYPE + " needs " + ACTOR_TOKEN);
    }
  }

  /** The other profiles whose tokens it presents. */
  public Set<String> profiles() {
    Set<String> profiles = new LinkedHashSet<>();
    for (String name : List.of(SUBJECT_TOKEN, ACTOR_TOKEN)) {
      String profile = profile(name);
      if (profile != null) {
        profiles.add(profile);
      }
    }
    return profiles;
  }

  /** The profile whose access token stands under that name; null if that is no profile's. */
  @Nullable String profile(String name) {
    String text = fields.getOrDefault(name, "");
    return text.startsWith(PROFILE) && OF_AN_EXCHANGE.contains(name)
        ? text.substring(PROFILE.length())
        : null;
  }

  /** The type that stands under that name, by its identifier; null if none was told. */
  @Nullable String type(String name) {
    String text = fields.get(name);
    return text == null || text.contains(":") ? text : TYPES + text;
  }

  /** The same; that of an access token if none was told. */
  String typeOrAccessToken(String name) {
    String type = type(name);
    return type == null ? TYPES + ACCESS_TOKEN : type;
  }

  /** Where the secrets are that are presented, or signed with. */
  List<SecretReference> places() {
    List<SecretReference> places = new ArrayList<>();
    for (String name : TOKENS) {
      SecretReference place = profile(name) == null ? place(name) : null;
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
