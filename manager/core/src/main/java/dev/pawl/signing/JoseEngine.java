package dev.pawl.signing;

import java.util.ServiceLoader;

/**
 * What reads keys, signs with them, and verifies signatures. It comes with an artifact of its own,
 * {@code dev.pawl:pawl-jose}, and is found by {@link ServiceLoader}, so that the manager needs no
 * JOSE library, and loads none for a client that signs nothing. Thread-safe.
 */
public interface JoseEngine {
  /**
   * The engine that this program has beside the manager, looked up once in a JVM; else a stand-in
   * that names what is missing.
   */
  static JoseEngine find() {
    return Absent.Lookup.RESULT;
  }

  /**
   * What signs with the private key in {@code text}: PKCS #8 in PEM (RFC 7468 section 10), or a
   * JSON Web Key or a set of them (RFC 7517).
   *
   * @throws UnusableKeyException if it is none, or does not fit {@code use}
   */
  JwtSigner ofPrivateKey(String text, KeyUse use) throws UnusableKeyException;

  /**
   * What signs proofs of possession with the private EC key in {@code jwk}, on P-256: the header of
   * each has the public half (RFC 9449 section 4.2).
   *
   * @throws UnusableKeyException if it is no such key
   */
  JwtSigner ofProofKey(String jwk) throws UnusableKeyException;

  /**
   * What signs with HS256 and {@code secret} (RFC 7518 section 3.2).
   *
   * @throws UnusableKeyException if the secret is too short for that
   */
  JwtSigner ofSecret(String secret) throws UnusableKeyException;

  /**
   * What {@code keys}, a set of JSON Web Keys (RFC 7517 section 5), say of {@code token}, which is
   * in its compact form. Never throws: what cannot be read was signed by nobody.
   */
  SignatureVerdict verify(String token, String keys);

  /** Whether {@link #verify} looks at signatures at all. */
  boolean verifies();

  /** Stands where a program has no engine, and names the artifact that brings it. */
  final class Absent implements JoseEngine {
    private static final String PROBLEM =
        "cannot be used, since nothing here signs; add dev.pawl:pawl-jose to the class path";

    private Absent() {}

    private static final class Lookup {
      static final JoseEngine RESULT =
          ServiceLoader.load(JoseEngine.class, JoseEngine.class.getClassLoader())
              .findFirst()
              .orElseGet(Absent::new);
    }

    @Override
    public JwtSigner ofPrivateKey(String text, KeyUse use) throws UnusableKeyException {
      throw new UnusableKeyException(PROBLEM);
    }

    @Override
    public JwtSigner ofProofKey(String jwk) throws UnusableKeyException {
      throw new UnusableKeyException(PROBLEM);
    }

    @Override
    public JwtSigner ofSecret(String secret) throws UnusableKeyException {
      throw new UnusableKeyException(PROBLEM);
    }

    @Override
    public SignatureVerdict verify(String token, String keys) {
      return SignatureVerdict.NOT_LOOKED_AT;
    }

    @Override
    public boolean verifies() {
      return false;
    }
  }
}
