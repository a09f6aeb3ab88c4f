package dev.pawl.oauth.client;

import dev.pawl.network.ClientCertificate;
import dev.pawl.transport.Address;
import dev.pawl.transport.FormRequest;
import dev.pawl.wire.ServerText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What proves in one request who the client is. Immutable.
 *
 * @param authenticated whether it is a proof, and not only the client's name
 * @param fields of the form; may hold secrets
 * @param headers may hold secrets
 * @param secrets what must not be shown if a server repeats it
 * @param certificate that is shown in TLS; null for the transport's own, if it has one
 */
public record ClientProof(
    boolean authenticated,
    Map<String, String> fields,
    Map<String, String> headers,
    List<String> secrets,
    @Nullable ClientCertificate certificate) {
  /* A header's value may be one; a shorter one is none. */
  private static final int SECRET = 8;

  /** Of a request whose client is not known any more. */
  public static final ClientProof NONE = new ClientProof(false, Map.of(), Map.of(), List.of());

  /** A proof that stands in the request. */
  public ClientProof(
      boolean authenticated,
      Map<String, String> fields,
      Map<String, String> headers,
      List<String> secrets) {
    this(authenticated, fields, headers, secrets, null);
  }

  /** The same with {@code others}, none of which takes the place of a header of the proof. */
  ClientProof with(Map<String, String> others) {
    if (others.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(others);
    all.putAll(headers);
    List<String> unseen = new ArrayList<>(secrets);
    others.values().stream().filter(value -> value.length() >= SECRET).forEach(unseen::add);
    return new ClientProof(authenticated, fields, all, unseen, certificate);
  }

  /** The same with these headers alone. */
  ClientProof under(Map<String, String> others) {
    return new ClientProof(authenticated, fields, others, secrets, certificate);
  }

  /** {@code form} as the request of this client to {@code address}. */
  public FormRequest request(Address address, Map<String, String> form) {
    Map<String, String> all = new LinkedHashMap<>(form);
    all.putAll(fields);
    return new FormRequest(address, all, headers, certificate);
  }

  /** What shows a server's words without {@code secret} and the secrets of this proof. */
  public ServerText words(String secret) {
    return words(List.of(secret));
  }

  /** The same without {@code others} and the secrets of this proof. */
  public ServerText words(List<String> others) {
    List<String> all = new ArrayList<>(secrets);
    all.addAll(others);
    return new ServerText(all.toArray(String[]::new));
  }

  /** Never names a value. */
  @Override
  public String toString() {
    return "ClientProof[authenticated=" + authenticated + "]";
  }
}
