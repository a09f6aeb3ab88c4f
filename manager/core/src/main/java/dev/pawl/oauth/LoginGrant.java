package dev.pawl.oauth;

import dev.pawl.spi.ProofKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a login presents to the token endpoint, beside the client: good for one use. Immutable.
 *
 * @param fields of the form, {@code grant_type} first
 * @param secret what must not show in any message
 * @param key that the tokens are to be bound to (RFC 9449); null for none
 */
public record LoginGrant(Map<String, String> fields, String secret, @Nullable ProofKey key) {

  /** An authorization code with its proof (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
  public static LoginGrant code(String code, String redirect, String verifier) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", redirect);
    fields.put("code_verifier", verifier);
    return new LoginGrant(fields, code + " " + verifier, null);
  }

  /** A device code (RFC 8628 section 3.4). */
  public static LoginGrant device(String code) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    fields.put("device_code", code);
    return new LoginGrant(fields, code, null);
  }

  /** The same, for tokens that are bound to {@code other}; to none if that is null. */
  public LoginGrant boundTo(@Nullable ProofKey other) {
    return new LoginGrant(fields, secret, other);
  }

  /** Names the kind of grant, never the secret. */
  @Override
  public String toString() {
    return "LoginGrant[" + fields.get("grant_type") + "]";
  }
}
