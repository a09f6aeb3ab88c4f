package dev.pawl.oauth;

import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.transport.Address;
import dev.pawl.transport.FormRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a client proves with who it is, at hand. Immutable.
 *
 * @param method how (RFC 6749 section 2.3)
 * @param secret what only the client and the server know; empty for a public client
 */
public record ClientCredential(Method method, String secret) {
  /** A public client's: it names itself. */
  public static final ClientCredential NONE = new ClientCredential(Method.NONE, "");

  /** Checks that there is a secret exactly where one is needed. */
  public ClientCredential {
    Objects.requireNonNull(method, "method");
    if (method.needsSecret() == secret.isEmpty()) {
      throw new IllegalArgumentException(
          method.word() + (secret.isEmpty() ? " needs a secret" : " takes no secret"));
    }
  }

  /** {@code fields} as a request of the client {@code clientId} to {@code address}. */
  FormRequest request(Address address, Map<String, String> fields, String clientId) {
    Map<String, String> form = new LinkedHashMap<>(fields);
    Map<String, String> headers = new LinkedHashMap<>();
    switch (method) {
      case NONE -> form.put("client_id", clientId);
      case CLIENT_SECRET_POST -> {
        form.put("client_id", clientId);
        form.put("client_secret", secret);
      }
      case CLIENT_SECRET_BASIC -> headers.put("Authorization", basic(clientId));
    }
    return new FormRequest(address, form, headers);
  }

  /** What stands for the secret in a header; empty if none does. */
  String header(String clientId) {
    return method == Method.CLIENT_SECRET_BASIC ? basic(clientId).substring("Basic ".length()) : "";
  }

  /* Section 2.3.1: both are form-encoded before they are joined. */
  private String basic(String clientId) {
    String pair = encoded(clientId) + ":" + encoded(secret);
    byte[] bytes = pair.getBytes(StandardCharsets.US_ASCII);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
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
