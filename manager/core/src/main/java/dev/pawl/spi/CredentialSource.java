package dev.pawl.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A way to obtain credentials: an environment variable, a descriptor, a helper command, an API key.
 * Thread-safe.
 */
public interface CredentialSource {

  /** How far a credential of this source may be shared. */
  enum Reach {
    /** It belongs to this process alone. */
    PROCESS,
    /** It may be shared by the processes of the user, in memory; never written to a disk. */
    MACHINE,
    /** It is kept in the durable store. */
    DURABLE
  }

  /** The word for settings and reports: the variable's name, or the setting's. */
  String name();

  /** How far its credentials may be shared. */
  Reach reach();

  /** Where it is configured, for people: a variable, or a field and its file; never a secret. */
  String origin();

  /** Who pays for what its credentials are used for. */
  default Billing billing() {
    return Billing.UNKNOWN;
  }

  /** Whether it is there but empty, so that it counts as absent. */
  default boolean isEmpty() {
    return false;
  }

  /**
   * Whether it is configured at all; gives and consumes nothing.
   *
   * @throws IOException if it is configured but broken: the chain stops, no silent change of
   *     identity
   */
  boolean isConfigured() throws IOException;

  /**
   * A credential. May block for as long as the source needs.
   *
   * @param rejected what a server rejected (401 or 403), so that it must not be given again from
   *     memory; null if nothing was
   * @throws IOException if configured but broken; the chain stops
   */
  Credential mint(@Nullable Fingerprint rejected) throws IOException;
}
