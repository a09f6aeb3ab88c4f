package dev.pawl.spi;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves at the token endpoint who it is (RFC 6749 section 2.3), and where its secret,
 * its private key or its certificate is. It holds none of them. Immutable.
 *
 * @param method how
 * @param secret where a login was told that the secret, the key or the certificate is; null if the
 *     settings say it, or none is needed
 */
public record ClientAuthentication(Method method, @Nullable SecretReference secret) {
  /** The methods, by the names of RFC 7591 section 2 ({@code token_endpoint_auth_method}). */
  public enum Method {
    /** The client is public: it names itself. */
    NONE(false),
    /** Identifier and secret in the header Authorization (RFC 6749 section 2.3.1). */
    CLIENT_SECRET_BASIC(true),
    /** Identifier and secret in the form (RFC 6749 section 2.3.1). */
    CLIENT_SECRET_POST(true),
    /** An assertion under HS256 with the secret (OpenID Connect Core 1.0 section 9, RFC 7523). */
    CLIENT_SECRET_JWT(true),
    /** An assertion under the client's private key (the same; needs {@code pawl-jose}). */
    PRIVATE_KEY_JWT("clientKey"),
    /** A certificate in TLS whose subject the server knows (RFC 8705 section 2.1). */
    TLS_CLIENT_AUTH("clientCertificate"),
    /** A certificate in TLS that the server itself knows (RFC 8705 section 2.2). */
    SELF_SIGNED_TLS_CLIENT_AUTH("clientCertificate");

    private final boolean secret;
    private final String setting;

    Method(boolean secret) {
      this.secret = secret;
      this.setting = "clientSecret";
    }

    Method(String setting) {
      this.secret = true;
      this.setting = setting;
    }

    /** Whether a secret, a private key or a certificate is needed for it. */
    public boolean needsSecret() {
      return secret;
    }

    /** The setting that says where the secret, the key or the certificate is. */
    public String setting() {
      return setting;
    }

    /** Whether a certificate is shown in TLS, and neither secret nor assertion is sent. */
    public boolean isByCertificate() {
      return this == TLS_CLIENT_AUTH || this == SELF_SIGNED_TLS_CLIENT_AUTH;
    }

    /** Whether something is signed, so that neither secret nor key is sent. */
    public boolean isSigned() {
      return this == CLIENT_SECRET_JWT || this == PRIVATE_KEY_JWT;
    }

    /** The registered name: {@code client_secret_basic}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The method of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public static Method parse(String word) {
      for (Method method : values()) {
        if (method.word().equals(word)) {
          return method;
        }
      }
      throw new IllegalArgumentException(
          "is none of none, client_secret_basic, client_secret_post, client_secret_jwt,"
              + " private_key_jwt, tls_client_auth and self_signed_tls_client_auth");
    }
  }

  /** Checks that there is a method, and that no secret stands here in the clear. */
  public ClientAuthentication {
    Objects.requireNonNull(method, "method");
    if (secret != null && secret.kind() == SecretReference.Kind.TEXT) {
      throw new IllegalArgumentException("a login keeps no client secret");
    }
  }
}
