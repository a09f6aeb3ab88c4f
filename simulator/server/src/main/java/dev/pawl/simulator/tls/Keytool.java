package dev.pawl.simulator.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The JDK's keytool, on a key store in a private directory that goes when this is closed. The
 * store's password is random and reaches keytool through its environment.
 */
final class Keytool implements AutoCloseable {
  static final String AUTHORITY = "authority";
  static final String SERVER = "server";
  static final String CLIENT = "client";

  private static final String PASSWORD = "PAWL_KEY_STORE_PASSWORD";
  private static final long LONGEST_RUN_SECONDS = 60;

  private final Path directory;
  private final String password = random(24);

  private Keytool(Path directory) {
    this.directory = directory;
  }

  static Keytool open() throws IOException {
    return new Keytool(Files.createTempDirectory("pawl-simulator-tls-")); // 0700 by its contract
  }

  /** Makes the authority, under a name that no other run has. */
  void makeAuthority() throws IOException {
    generate(
        AUTHORITY,
        List.of(
            "-dname",
            "CN=Pawl simulator " + random(4),
            "-ext",
            "bc:critical=ca:true,pathlen:0",
            "-ext",
            "ku:critical=keyCertSign,cRLSign",
            "-startdate",
            "-4d",
            "-validity",
            "94"));
  }

  /** Makes the server's key and has the authority sign its certificate. */
  void makeServer(Certificate kind, String address) throws IOException {
    List<String> options = new ArrayList<>(List.of("-signer", AUTHORITY));
    options.addAll(kind.options(address));
    generate(SERVER, options);
  }

  /**
   * Makes a client's key and certificate.
   *
   * @param signed whether the authority signs it, and not the key itself
   */
  void makeClient(String subject, boolean signed) throws IOException {
    List<String> options =
        new ArrayList<>(signed ? List.of("-signer", AUTHORITY) : List.<String>of());
    options.addAll(List.of("-dname", subject, "-ext", "eku=clientAuth"));
    options.addAll(List.of("-startdate", "-1d", "-validity", "90"));
    generate(CLIENT, options);
  }

  /** Returns what was made. */
  KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      made.load(in, password());
    }
    return made;
  }

  /** Returns a copy of the store's password. */
  char[] password() {
    return password.toCharArray();
  }

  private Path store() {
    return directory.resolve("keys.p12");
  }

  private void generate(String alias, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(options);
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store().toString()));
    command.addAll(List.of("-storepass:env", PASSWORD));
    run(command);
  }

  private void run(List<String> command) throws IOException {
    Path said = directory.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put(PASSWORD, password);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("keytool did not end within " + LONGEST_RUN_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("keytool: " + Files.readString(said, StandardCharsets.UTF_8).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Deletes the directory. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
