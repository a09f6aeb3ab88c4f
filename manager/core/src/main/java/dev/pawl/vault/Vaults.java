package dev.pawl.vault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places for secrets that this machine may have. Which program stands for one is fixed: no
 * variable and no setting can put another in its place. Thread-safe.
 */
public final class Vaults {
  /** What {@code credentials.store} may name besides a file. */
  public static final List<String> KINDS = List.of(Keychain.KIND, SecretService.KIND);

  private static final Duration DEADLINE = Duration.ofMillis(1_800);

  private final Tool security;
  private final Tool secretTool;
  private final Tool dbusSend;
  private final Brake brake = new Brake();
  private final @Nullable String runtime;

  Vaults(Path programs, Duration deadline, Map<String, String> variables) {
    this.runtime = variables.get("XDG_RUNTIME_DIR");
    this.security = new Tool(programs.resolve("security"), deadline, variables);
    this.secretTool = new Tool(programs.resolve("secret-tool"), deadline, variables);
    this.dbusSend = new Tool(programs.resolve("dbus-send"), deadline, variables);
  }

  /** Those of the operating system. */
  public static Vaults system() {
    return new Vaults(Path.of("/usr/bin"), DEADLINE, System.getenv());
  }

  /** The runtime directory of the session whose places these are; null if it has none. */
  public @Nullable String runtimeDirectory() {
    return runtime;
  }

  /**
   * The entry {@code name} in the place {@code kind}; touches nothing.
   *
   * @throws IllegalArgumentException if the kind is none of {@link #KINDS}
   */
  public Vault open(String kind, EntryName name) {
    return switch (kind) {
      case Keychain.KIND -> new Keychain(security, name);
      case SecretService.KIND -> new SecretService(secretTool, dbusSend, name);
      default -> throw new IllegalArgumentException("no place for secrets is called " + kind);
    };
  }

  /** As {@link #open}, but left alone for a second after it failed: for whoever merely looks. */
  public Vault openToLook(String kind, EntryName name) {
    return new BrakedVault(open(kind, name), brake);
  }
}
