package dev.pawl.cloud;

import dev.pawl.spi.Credential;

/** The credentials of one identity of a vendor, found by the vendor's own library. Thread-safe. */
public interface CloudSession {

  /** What a vendor says of a credential. */
  enum Acceptance {
    /** It is accepted. */
    ACCEPTED,
    /** It has ended, was revoked or is unknown. */
    REJECTED,
    /** The vendor cannot be asked now. */
    UNKNOWN
  }

  /**
   * Where the credentials come from, as far as it can be told without asking anybody.
   *
   * @param account at the vendor: an account, a project or a tenant; empty if unknown
   * @param region empty if unknown
   */
  record Identity(String account, String region) {
    /** Nothing is known. */
    public static final Identity UNKNOWN = new Identity("", "");
  }

  /**
   * A credential, by the vendor's standard chain, from nothing that was found before. May block.
   *
   * @throws CloudException that says what to do
   */
  Credential resolve() throws CloudException;

  /**
   * As {@link #resolve()}, a credential that is made for {@code claims}, which a server named that
   * rejected the last one: a JSON object. As it is, where the vendor knows of none.
   *
   * @throws CloudException that says what to do
   */
  default Credential resolve(String claims) throws CloudException {
    return resolve();
  }

  /** What the vendor says of {@code credential}. May block; never throws for what it says. */
  Acceptance check(Credential credential);

  /** What is known of the identity; asks nobody. */
  Identity identity();
}
