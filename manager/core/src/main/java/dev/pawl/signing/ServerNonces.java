package dev.pawl.signing;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What servers want to see in the next proof of possession (RFC 9449 sections 8 and 9): of each
 * origin the last nonce. Thread-safe.
 */
public final class ServerNonces {
  /** The header that brings one. */
  public static final String HEADER = "DPoP-Nonce";

  private static final int LONGEST = 4 << 10;

  private final Map<String, String> last = new ConcurrentHashMap<>();

  /** Creates a memory of none. */
  public ServerNonces() {}

  /** The nonce for a request to {@code target}; null if its server has sent none. */
  public @Nullable String of(URI target) {
    return last.get(origin(target));
  }

  /**
   * Remembers {@code nonce}, which came with the answer of {@code target}, in the place of the one
   * before; says whether it is one.
   */
  public boolean note(URI target, @Nullable String nonce) {
    boolean usable = nonce != null && !nonce.isEmpty() && nonce.length() <= LONGEST;
    if (usable) {
      last.put(origin(target), String.valueOf(nonce));
    }
    return usable;
  }

  private static String origin(URI target) {
    return (target.getScheme() + "://" + target.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
