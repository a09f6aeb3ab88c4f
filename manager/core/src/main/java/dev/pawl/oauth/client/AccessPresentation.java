package dev.pawl.oauth.client;

import dev.pawl.network.ClientCertificate;
import dev.pawl.spi.ProofKey;
import org.jspecify.annotations.Nullable;

/**
 * An access token as it is presented to a resource. Immutable.
 *
 * @param access the token
 * @param key that it is bound to (RFC 9449); null if to none
 * @param certificate that its client shows, since the token may be bound to it (RFC 8705 section
 *     3); null for none
 */
public record AccessPresentation(
    String access, @Nullable ProofKey key, @Nullable ClientCertificate certificate) {
  /** Never names the token. */
  @Override
  public String toString() {
    return "AccessPresentation[bound=" + (key != null) + "]";
  }
}
