package dev.pawl.oauth;

import dev.pawl.network.ClientCertificate;
import dev.pawl.network.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A self-signed certificate for some names, made by the JDK's own tool. */
public record Certificates(Path store, Path pem) {
  public static final String PASSWORD = "fake-password";

  public static Certificates forNames(Path directory, String names) throws Exception {
    Path store = Files.createTempFile(directory, "names", ".p12");
    Files.delete(store);
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-validity",
                "3650",
                "-ext",
                "SAN=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new IOException("keytool failed");
    }
    return new Certificates(store, pemOf(store));
  }

  private static Path pemOf(Path store) throws IOException, GeneralSecurityException {
    return Files.writeString(
        store.resolveSibling(store.getFileName() + ".pem"),
        block("CERTIFICATE", keys(store).getCertificate("test").getEncoded()));
  }

  private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static String block(String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder().encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /** The private key in PEM. */
  public String key() throws IOException, GeneralSecurityException {
    return block("PRIVATE KEY", keys(store).getKey("test", PASSWORD.toCharArray()).getEncoded());
  }

  /** It as the certificate of a client. */
  public ClientCertificate client() throws IOException, GeneralSecurityException {
    KeyStore keys = keys(store);
    return new ClientCertificate(
        List.of((X509Certificate) keys.getCertificate("test")),
        (PrivateKey) keys.getKey("test", PASSWORD.toCharArray()));
  }

  /** A TLS listener that shows this certificate and trusts it too. */
  public SSLServerSocket listen() throws IOException {
    SSLContext context = new TlsFiles(store, PASSWORD, store, PASSWORD).context();
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
