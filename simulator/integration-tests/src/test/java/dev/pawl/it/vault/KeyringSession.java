package dev.pawl.it.vault;

import dev.pawl.vault.Vaults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A session bus of its own and, if wanted, a real GNOME Keyring on it, without a desktop. */
public final class KeyringSession implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("/usr/bin");
  private static final String BUS =
      """
      <busconfig>
        <type>session</type>
        <listen>unix:path=SOCKET</listen>
        <policy context="default">
          <allow send_destination="*" eavesdrop="true"/>
          <allow eavesdrop="true"/>
          <allow own="*"/>
        </policy>
      </busconfig>
      """;

  private final Path home;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Deque<Process> processes = new ArrayDeque<>();
  private @Nullable Process keyring;

  private KeyringSession(Path home) {
    this.home = home;
  }

  /** Whether this machine has what is needed. */
  public static boolean isPossible() {
    return List.of("dbus-daemon", "dbus-send", "secret-tool", "gnome-keyring-daemon").stream()
        .allMatch(program -> Files.isExecutable(PROGRAMS.resolve(program)));
  }

  /** Skips the test, loudly, where something is missing; CI has all of it and fails on a skip. */
  public static void requirePossible() {
    String missing = "gnome-keyring, libsecret-tools or dbus is missing";
    if (!isPossible()) {
      System.err.println("NOT TESTED HERE: " + missing);
    }
    Assumptions.assumeTrue(isPossible(), missing);
  }

  /** A bus on which there is no keyring; nothing is started when one is asked for. */
  public static KeyringSession empty(Path home) throws IOException {
    KeyringSession session = new KeyringSession(home);
    session.startBus();
    return session;
  }

  /** A bus with a keyring that is unlocked. */
  public static KeyringSession unlocked(Path home) throws IOException {
    KeyringSession session = empty(home);
    session.startKeyring();
    return session;
  }

  private void startBus() throws IOException {
    Path runtime =
        Files.createDirectory(
            home.resolve("runtime"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path socket = runtime.resolve("bus");
    Path config = home.resolve("bus.conf");
    Files.writeString(config, BUS.replace("SOCKET", socket.toString()));
    environment.put("HOME", home.toString());
    environment.put("XDG_RUNTIME_DIR", runtime.toString());
    environment.put("XDG_DATA_HOME", home.resolve("data").toString());
    environment.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + socket);
    Process bus = start("dbus-daemon", "--nofork", "--print-address", "--config-file=" + config);
    try (BufferedReader said = bus.inputReader(StandardCharsets.UTF_8)) {
      if (said.readLine() == null) {
        throw new IOException("the bus did not start");
      }
    }
  }

  /** Starts a keyring, which its password unlocks; what it kept before is there again. */
  public void startKeyring() throws IOException {
    Process daemon =
        start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets");
    keyring = daemon;
    try (OutputStream password = daemon.getOutputStream()) {
      password.write("test".getBytes(StandardCharsets.UTF_8));
    }
    while (!isUnlocked()) { // each look is a process that asks the bus
      if (!daemon.isAlive()) {
        throw new IOException("the keyring did not start");
      }
    }
  }

  private boolean isUnlocked() throws IOException {
    Process asked =
        start(
            "dbus-send",
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets/aliases/default",
            "org.freedesktop.DBus.Properties.Get",
            "string:org.freedesktop.Secret.Collection",
            "string:Locked");
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return answer.contains("boolean false");
  }

  /** Ends the keyring, as the end of a desktop session does; the bus stays. */
  public void stopKeyring() {
    if (keyring != null) {
      keyring.destroyForcibly().onExit().join();
    }
  }

  /** Locks the keyring, as a desktop does; only its password unlocks it. */
  public void lock() throws IOException {
    Process done =
        start(
            "dbus-send",
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login");
    String unused = new String(done.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Process start(String program, String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>();
    command.add(PROGRAMS.resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    processes.push(process);
    return process;
  }

  /** What a process in this session has in its environment. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** The machine's places as a process in this session sees them. */
  public Vaults vaults() {
    return new Vaults(PROGRAMS, Duration.ofSeconds(60), environment);
  }

  /** The same with the deadline of production. */
  Vaults hurriedVaults() {
    return new Vaults(PROGRAMS, Duration.ofMillis(1_800), environment);
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
  }
}
