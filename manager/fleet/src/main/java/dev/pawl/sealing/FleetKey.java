package dev.pawl.sealing;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.SecretKeyAccess;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import dev.pawl.fleet.SealException;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The key of a fleet: a keyset that seals, which rotates, and one for prints, which never does. As
 * text it is one line of JSON, with each keyset as Tink writes it.
 */
record FleetKey(KeysetHandle sealing, KeysetHandle printing) {
  private static final String FORMAT = "pawl-fleet-key-1";
  private static final SecretKeyAccess ACCESS = InsecureSecretKeyAccess.get();

  static {
    try {
      AeadConfig.register();
      PrfConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot be used here", e);
    }
  }

  /** AES-256-GCM to seal, HMAC-SHA-256 for prints. */
  static FleetKey generate() {
    try {
      return new FleetKey(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
          KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no keys", e);
    }
  }

  /**
   * The key that {@link #text} wrote.
   *
   * @throws SealException if {@code text} is none; the message has nothing of it
   */
  static FleetKey of(String text) throws SealException {
    try {
      Fields fields = fields(text.strip());
      if (!FORMAT.equals(fields.textOrNull("format"))) {
        throw none();
      }
      return new FleetKey(keyset(fields, "sealing"), keyset(fields, "printing"));
    } catch (JsonException | GeneralSecurityException e) {
      throw none(); // what a parser says may quote the text
    }
  }

  private static Fields fields(String json) throws JsonException {
    return Fields.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static KeysetHandle keyset(Fields fields, String name)
      throws JsonException, GeneralSecurityException, SealException {
    Fields keyset = fields.object(name);
    if (keyset == null) {
      throw none();
    }
    return TinkJsonProtoKeysetFormat.parseKeyset(Json.write(keyset.asMap()), ACCESS);
  }

  private static SealException none() {
    return new SealException(
        "this is no key of a fleet; it is one line, as `pawl fleet key` writes it", null);
  }

  /** With a new key, which opens and does not seal yet. */
  FleetKey added() throws SealException {
    if (!last().isPrimary()) {
      throw new SealException(
          "the key that was added last does not seal yet; promote it before another is added",
          null);
    }
    try {
      KeysetHandle.Builder next = copy(sealing.getPrimary());
      next.addEntry(
          KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
              .withRandomId());
      return new FleetKey(next.build(), printing);
    } catch (GeneralSecurityException e) {
      throw new SealException("no key can be added", e);
    }
  }

  /** Where the last key seals; the others still open. */
  FleetKey promoted() throws SealException {
    KeysetHandle.Entry last = last();
    if (last.isPrimary()) {
      throw new SealException("there is no key that was added and does not seal yet", null);
    }
    try {
      return new FleetKey(copy(last).build(), printing);
    } catch (GeneralSecurityException e) {
      throw new SealException("the key cannot be promoted", e);
    }
  }

  private KeysetHandle.Entry last() {
    return sealing.getAt(sealing.size() - 1);
  }

  private KeysetHandle.Builder copy(KeysetHandle.Entry primary) {
    KeysetHandle.Builder copy = KeysetHandle.newBuilder();
    for (int i = 0; i < sealing.size(); i++) {
      KeysetHandle.Entry old = sealing.getAt(i);
      KeysetHandle.Builder.Entry entry =
          KeysetHandle.importKey(old.getKey()).withFixedId(old.getId()).setStatus(old.getStatus());
      copy.addEntry(old.getId() == primary.getId() ? entry.makePrimary() : entry);
    }
    return copy;
  }

  /** As {@link #of} reads it; secret. */
  String text() {
    try {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("format", FORMAT);
      fields.put("sealing", written(sealing));
      fields.put("printing", written(printing));
      return Json.write(fields).strip();
    } catch (GeneralSecurityException | JsonException e) {
      throw new IllegalStateException("a keyset cannot be written", e);
    }
  }

  private static Object written(KeysetHandle keyset)
      throws GeneralSecurityException, JsonException {
    return fields(TinkJsonProtoKeysetFormat.serializeKeyset(keyset, ACCESS)).asMap();
  }

  /** Names the primary, no key. */
  @Override
  public String toString() {
    return "FleetKey[" + sealing.getPrimary().getId() + "]";
  }
}
