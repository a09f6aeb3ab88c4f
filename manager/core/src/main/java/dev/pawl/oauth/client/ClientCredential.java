package dev.pawl.oauth.client;

import dev.pawl.network.ClientCertificate;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client proves with who it is, at hand. Immutable.
 *
 * @param method how (RFC 6749 section 2.3)
 * @param secret what only the client and the server know, where it is sent itself; else empty
 * @param assertion what is signed instead; null if nothing is
 * @param certificate what is shown in TLS instead; null if nothing is, or the transport does it
 * @param headers that the issuer wants besides; may hold secrets
 */
public record ClientCredential(
    Method method,
    String secret,
    @Nullable ClientAssertion assertion,
    @Nullable ClientCertificate certificate,
    Map<String, String> headers) {
  /** A public client's: it names itself. */
  public static final ClientCredential NONE = new ClientCredential(Method.NONE, "");

  /** Checks that there is exactly what the method needs. */
  public ClientCredential {
    Objects.requireNonNull(method, "method");
    headers = Map.copyOf(headers);
    if (method.isSigned() != (assertion != null)) {
      throw new IllegalArgumentException(
          method.word() + (assertion == null ? " needs a signer" : " signs nothing"));
    }
    boolean sent = method.needsSecret() && !method.isSigned() && !method.isByCertificate();
    if (sent == secret.isEmpty()) {
      throw new IllegalArgumentException(
          method.word() + (secret.isEmpty() ? " needs a secret" : " takes no secret"));
    }
    if (certificate != null && !method.isByCertificate()) {
      throw new IllegalArgumentException(method.word() + " shows no certificate");
    }
  }

  /** One that is sent itself, or is none. */
  public ClientCredential(Method method, String secret) {
    this(method, secret, null);
  }

  /** One of an issuer that wants no headers besides. */
  public ClientCredential(Method method, String secret, @Nullable ClientAssertion assertion) {
    this(method, secret, assertion, null, Map.of());
  }

  /**
   * One that is shown in TLS.
   *
   * @param certificate null if the transport shows one
   */
  public static ClientCredential of(Method method, @Nullable ClientCertificate certificate) {
    return new ClientCredential(method, "", null, certificate, Map.of());
  }

  /** The same with these headers in each request. */
  public ClientCredential with(Map<String, String> others) {
    return others.isEmpty()
        ? this
        : new ClientCredential(method, secret, assertion, certificate, others);
  }

  /**
   * What goes with one request of {@code client}.
   *
   * @throws dev.pawl.network.ConfigurationException if nothing can be signed
   */
  public ClientProof prove(ClientRegistration client) {
    return proof(client).with(headers);
  }

  private ClientProof proof(ClientRegistration client) {
    String id = client.clientId();
    Map<String, String> name = id.isEmpty() ? Map.of() : Map.of("client_id", id);
    return switch (method) {
      case NONE -> new ClientProof(false, name, Map.of(), List.of());
      /* RFC 8705 section 2: the client_id goes with it. */
      case TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH ->
          new ClientProof(true, name, Map.of(), List.of(), certificate);
      case CLIENT_SECRET_POST ->
          new ClientProof(
              true, Map.of("client_id", id, "client_secret", secret), Map.of(), List.of(secret));
      case CLIENT_SECRET_BASIC -> {
        String basic = basic(id);
        yield new ClientProof(
            true, Map.of(), Map.of("Authorization", "Basic " + basic), List.of(secret, basic));
      }
      case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> {
        String assertion = Objects.requireNonNull(this.assertion).of(client);
        yield new ClientProof(
            true,
            Map.of(
                "client_id",
                id,
                "client_assertion_type",
                ClientAssertion.TYPE,
                "client_assertion",
                assertion),
            Map.of(),
            List.of(assertion));
      }
    };
  }

  /* Section 2.3.1: both are form-encoded before they are joined. */
  private String basic(String clientId) {
    String pair = encoded(clientId) + ":" + encoded(secret);
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Names the method, never the secret. */
  @Override
  public String toString() {
    return "ClientCredential[" + method.word() + "]";
  }
}
