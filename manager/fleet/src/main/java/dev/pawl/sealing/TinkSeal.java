package dev.pawl.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;
import dev.pawl.fleet.Seal;
import dev.pawl.fleet.SealException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Seals with AES-256-GCM and a random nonce. What is sealed begins with Tink's prefix: a byte 1 and
 * the id of the key, which is no secret.
 */
final class TinkSeal implements Seal {
  private static final byte PREFIX = 1;
  private static final int PREFIX_LENGTH = 5;
  private static final int PRINT_LENGTH = 24;

  private final Aead aead;
  private final PrfSet prints;
  private final int primary;
  private final List<Integer> ids;

  private TinkSeal(Aead aead, PrfSet prints, int primary, List<Integer> ids) {
    this.aead = aead;
    this.prints = prints;
    this.primary = primary;
    this.ids = ids;
  }

  /** The seal of {@code key}. */
  static TinkSeal of(FleetKey key) throws SealException {
    KeysetHandle sealing = key.sealing();
    try {
      return new TinkSeal(
          sealing.getPrimitive(RegistryConfiguration.get(), Aead.class),
          key.printing().getPrimitive(RegistryConfiguration.get(), PrfSet.class),
          sealing.getPrimary().getId(),
          IntStream.range(0, sealing.size()).map(i -> sealing.getAt(i).getId()).boxed().toList());
    } catch (GeneralSecurityException e) {
      throw new SealException("the key of the fleet is of a kind that does not seal", null);
    }
  }

  @Override
  public byte[] seal(byte[] plain, byte[] associated) {
    try {
      return aead.encrypt(plain, associated);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM does not encrypt", e);
    }
  }

  @Override
  public byte[] open(byte[] sealed, byte[] associated) throws SealException {
    try {
      return aead.decrypt(sealed, associated);
    } catch (GeneralSecurityException e) {
      throw new SealException(problem(sealed), e);
    }
  }

  private String problem(byte[] sealed) {
    if (sealed.length < PREFIX_LENGTH || sealed[0] != PREFIX) {
      return "this was not sealed by a key of a fleet";
    }
    if (!ids.contains(id(sealed))) {
      return "sealed with the key "
          + hex(id(sealed))
          + ", which this host does not have (its own is "
          + keyId()
          + "); give each host the same key";
    }
    return "sealed for another record or changed since; nothing of it is used";
  }

  @Override
  public boolean isCurrent(byte[] sealed) {
    return sealed.length >= PREFIX_LENGTH && sealed[0] == PREFIX && id(sealed) == primary;
  }

  @Override
  public String keyId() {
    return hex(primary);
  }

  @Override
  public String print(String token) {
    try {
      byte[] print = prints.computePrimary(token.getBytes(StandardCharsets.UTF_8), PRINT_LENGTH);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(print);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 does not compute", e);
    }
  }

  private static int id(byte[] sealed) {
    return ByteBuffer.wrap(sealed).getInt(1);
  }

  private static String hex(int id) {
    return HexFormat.of().toHexDigits(id);
  }

  /** Names the key by its id. */
  @Override
  public String toString() {
    return "TinkSeal[" + keyId() + "]";
  }
}
