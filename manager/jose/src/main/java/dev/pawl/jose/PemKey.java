package dev.pawl.jose;

import dev.pawl.signing.UnusableKeyException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A private key in PEM (RFC 7468): PKCS #8 without a password. */
final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String CONVERT =
      "; convert it into a private file: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

  private PemKey() {}

  static PrivateKey read(String text) throws UnusableKeyException {
    Matcher block = BLOCK.matcher(text);
    boolean found = false;
    while (block.find()) {
      found = true;
      String label = block.group(1);
      if (label.equals("PRIVATE KEY")) {
        return ofPkcs8(decoded(block.group(2)));
      }
      requireNoOther(label, block.group(2));
    }
    throw new UnusableKeyException(
        found
            ? "holds no private key, only what is public; name the file of the private key"
            : "holds neither PEM (-----BEGIN PRIVATE KEY-----) nor a JWK; name the file that does");
  }

  private static void requireNoOther(String label, String body) throws UnusableKeyException {
    if (label.equals("ENCRYPTED PRIVATE KEY") || body.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new UnusableKeyException(
          "is encrypted, and nobody is there to type its password" + CONVERT);
    }
    if (label.equals("OPENSSH PRIVATE KEY")) {
      throw new UnusableKeyException(
          "is one of OpenSSH; make one for this client: openssl genpkey -algorithm ED25519");
    }
    if (label.endsWith(" PRIVATE KEY")) {
      throw new UnusableKeyException("is of the older form " + label + CONVERT);
    }
  }

  private static byte[] decoded(String body) throws UnusableKeyException {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static PrivateKey ofPkcs8(byte[] bytes) throws UnusableKeyException {
    for (String kind : KINDS) {
      PrivateKey key = ofPkcs8(kind, bytes);
      if (key != null) {
        return key;
      }
    }
    throw damaged();
  }

  private static @Nullable PrivateKey ofPkcs8(String kind, byte[] bytes)
      throws UnusableKeyException {
    try {
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (InvalidKeySpecException e) {
      return null; // it is of another kind
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException("cannot be read: this Java knows no " + kind);
    }
  }

  private static UnusableKeyException damaged() {
    return new UnusableKeyException(
        "is damaged, or of another kind; " + SigningKey.KINDS + " can sign");
  }
}
