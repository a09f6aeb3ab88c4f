package dev.pawl.drills.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The client as its server knows it: by its name alone, or by a secret or a key that is made for
 * the run and good for nothing else. Secrets and keys lie in files of the user alone.
 *
 * @param method how it proves who it is
 * @param seed what its secret is made from
 */
record Registration(ClientAuthentication method, long seed) {
  private static final String ID = "drilled-client";
  private static final String KEY_ID = "drill";

  /**
   * Registers the client at {@code simulator} and logs it in.
   *
   * @param directory for its secret or key
   * @return what each copy finds in its environment
   */
  Map<String, String> logIn(Simulator simulator, Path directory) throws IOException {
    Map<String, String> told = new LinkedHashMap<>();
    String id = method == ClientAuthentication.NONE ? simulator.clientId() : ID;
    told.put("DRILL_CLIENT_ID", id);
    if (method == ClientAuthentication.PRIVATE_KEY_JWT) {
      KeyPair pair = pair();
      simulator.clients().put(RegisteredClient.signing(id, Map.of(KEY_ID, pair.getPublic())));
      told.put("DRILL_CLIENT_KEY", written(directory.resolve("client-key.pem"), pem(pair)));
      told.put("DRILL_CLIENT_KEY_ID", KEY_ID);
    } else if (method != ClientAuthentication.NONE) {
      String secret = "drill-%016x-secret-of-a-simulated-client".formatted(seed);
      simulator
          .clients()
          .put(RegisteredClient.confidential(id, secret).authentications(Set.of(method)));
      told.put("DRILL_CLIENT_SECRET", secret);
      told.put("DRILL_CLIENT_SECRET_FILE", written(directory.resolve("client-secret"), secret));
    }
    told.put("DRILL_CLIENT_AUTHENTICATION", method.word());
    told.put("DRILL_REFRESH_TOKEN", simulator.newFamily("alice", id).refreshToken());
    return told;
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java makes no keys of P-256", e);
    }
  }

  private static String pem(KeyPair pair) {
    byte[] key = pair.getPrivate().getEncoded();
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
  }

  private static String written(Path file, String text) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.write(file, text.getBytes(US_ASCII)).toString();
  }
}
