package dev.pawl.spi;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the access tokens of a login are got, by the grant types that a token endpoint knows (RFC
 * 6749 section 4). All but the first have no refresh token: their access tokens are minted again,
 * and nothing is spent.
 */
public enum GrantType {
  /** A refresh token is spent (RFC 6749 section 6). */
  REFRESH_TOKEN("refresh_token"),
  /** A client asks for itself (RFC 6749 section 4.4). */
  CLIENT_CREDENTIALS("client_credentials"),
  /** An assertion is presented, such as that of a service account (RFC 7523 section 2.1). */
  JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer"),
  /** One token is exchanged for another (RFC 8693 section 2.1). */
  TOKEN_EXCHANGE("urn:ietf:params:oauth:grant-type:token-exchange");

  private final String value;

  GrantType(String value) {
    this.value = value;
  }

  /** The registered value of {@code grant_type}. */
  public String value() {
    return value;
  }

  /** Whether access tokens are minted again, without a refresh token. */
  public boolean isMinted() {
    return this != REFRESH_TOKEN;
  }

  /* What stands in the place of a refresh token begins so. It is older than the other types. */
  private String prefix() {
    return "urn:pawl:" + name().toLowerCase(Locale.ROOT) + ":";
  }

  /**
   * What takes the place of the refresh token that there is none of: it is no secret, is sent
   * nowhere, and no two are the same.
   */
  String standIn() {
    if (!isMinted()) {
      throw new IllegalStateException("a refresh token stands for itself");
    }
    return prefix() + UUID.randomUUID();
  }

  /** The type of a login whose refresh token, or what stands in its place, is this. */
  public static GrantType of(@Nullable String refresh) {
    for (GrantType type : values()) {
      if (type.isMinted() && refresh != null && refresh.startsWith(type.prefix())) {
        return type;
      }
    }
    return REFRESH_TOKEN;
  }
}
