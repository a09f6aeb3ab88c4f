package dev.pawl.network;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that a client shows in TLS, and its key (RFC 8705 section 2). Immutable.
 *
 * @param chain the certificate, then those that lead from it to an authority
 * @param key its private key
 */
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
  /** Copies the chain, and checks that there is one. */
  public ClientCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /** What shows it to each server that asks for one. */
  KeyManager manager() {
    return new Shown(this);
  }

  /** Names the subject, never the key. */
  @Override
  public String toString() {
    return "ClientCertificate[" + chain.get(0).getSubjectX500Principal() + "]";
  }

  /*
   * The JDK's own shows a certificate only to servers that list its authority; a self-signed one
   * has none (RFC 8705 section 2.2), and not every server has a list.
   */
  private static final class Shown extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final ClientCertificate certificate;

    Shown(ClientCertificate certificate) {
      this.certificate = certificate;
    }

    @Override
    public String[] getClientAliases(String kind, Principal @Nullable [] authorities) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(
        String[] kinds, Principal @Nullable [] authorities, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] kinds, Principal @Nullable [] authorities, @Nullable SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] authorities) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String kind, Principal @Nullable [] authorities, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return alias.equals(ALIAS) ? certificate.chain().toArray(X509Certificate[]::new) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return alias.equals(ALIAS) ? certificate.key() : null;
    }
  }
}
