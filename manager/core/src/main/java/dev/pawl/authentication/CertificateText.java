package dev.pawl.authentication;

import dev.pawl.network.ClientCertificate;
import dev.pawl.signing.UnusableKeyException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its private key as people keep them: PEM (RFC 7468), the certificate before
 * those that lead to its authority, and the key in PKCS #8 without a password. Both in one text, so
 * that they change at once.
 */
final class CertificateText {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String CONVERT =
      "; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

  private CertificateText() {}

  /**
   * The certificate in {@code pem}.
   *
   * @throws UnusableKeyException if there is none with its key; no message quotes the text
   */
  static ClientCertificate read(String pem) throws UnusableKeyException {
    List<X509Certificate> chain = new ArrayList<>();
    String key = null;
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      String label = block.group(1);
      if (label.equals("CERTIFICATE")) {
        chain.add(certificate(block.group()));
      } else if (label.equals("PRIVATE KEY")) {
        key = block.group(2);
      } else if (label.endsWith("PRIVATE KEY")) {
        throw new UnusableKeyException("holds a key of the form " + label + CONVERT);
      }
    }
    if (chain.isEmpty()) {
      throw new UnusableKeyException("holds no certificate (-----BEGIN CERTIFICATE-----)");
    }
    if (key == null) {
      throw new UnusableKeyException(
          "holds no private key; put the certificate and its key (-----BEGIN PRIVATE KEY-----) into"
              + " one private file");
    }
    return new ClientCertificate(chain, key(key, chain.get(0)));
  }

  private static X509Certificate certificate(String block) throws UnusableKeyException {
    try {
      Certificate read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII)));
      if (read instanceof X509Certificate certificate) {
        return certificate;
      }
    } catch (CertificateException e) {
      // told below: what a parser says may quote the text
    }
    throw new UnusableKeyException("holds a certificate that cannot be read; get a whole one");
  }

  private static PrivateKey key(String body, X509Certificate certificate)
      throws UnusableKeyException {
    String kind = certificate.getPublicKey().getAlgorithm();
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(body);
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableKeyException(
          "holds a key that is damaged, or is not that of the certificate, which is " + kind);
    }
  }
}
