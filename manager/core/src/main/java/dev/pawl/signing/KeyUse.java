package dev.pawl.signing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a private key is to be used, as far as somebody says it. Immutable.
 *
 * @param keyId by which the server knows the key ({@code kid}, RFC 7515 section 4.1.4); null if
 *     what the key itself says is right
 * @param algorithm that it signs with ({@code alg}, RFC 7518 section 3.1); null for what the key
 *     itself says, else what fits it
 */
public record KeyUse(@Nullable String keyId, @Nullable String algorithm) {
  /** The algorithms that can be named. */
  public static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");

  /** Nothing is said. */
  public static final KeyUse UNSAID = new KeyUse(null, null);
}
