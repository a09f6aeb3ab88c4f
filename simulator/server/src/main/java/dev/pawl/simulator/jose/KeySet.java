package dev.pawl.simulator.jose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.pawl.simulator.core.jwt.PublicKeys;
import dev.pawl.simulator.wire.StrictJson;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The public keys of a client, as people write them: a JWK, or a set of them (RFC 7517). */
public final class KeySet {
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
  private static final TypeReference<List<Map<String, Object>>> KEYS = new TypeReference<>() {};

  private KeySet() {}

  /**
   * Returns the keys in a text by their ids, which may be empty.
   *
   * @throws IllegalArgumentException if it is no such thing; the message quotes nothing of it
   */
  public static Map<String, PublicKey> read(String text) {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    try {
      Map<String, Object> object = StrictJson.reader().forType(MEMBERS).readValue(text);
      List<Map<String, Object>> all =
          object.containsKey("keys")
              ? StrictJson.reader().forType(KEYS).readValue(StrictJson.write(object.get("keys")))
              : List.of(object);
      for (Map<String, Object> members : all) {
        String name = members.get("kid") instanceof String id ? id : "";
        if (keys.put(name, PublicKeys.of(members)) != null) {
          throw new IllegalArgumentException("two keys of a set need a kid each, and not the same");
        }
      }
      return keys;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is neither a JWK nor a set of them");
    }
  }
}
