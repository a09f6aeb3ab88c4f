package dev.pawl.vault;

import dev.pawl.spi.CredentialStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places for secrets that this machine may have. Which program stands for one is fixed: no
 * variable and no setting can put another in its place; a program may bring one more along.
 * Thread-safe.
 */
public final class Vaults {
  /** Those of operating systems. */
  private static final List<String> KINDS = List.of(Keychain.KIND, SecretService.KIND);

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private static final Duration DEADLINE = Duration.ofMillis(1_800);

  private final Tool security;
  private final Tool secretTool;
  private final Tool dbusSend;
  private final AtomicReference<CircuitBreaker.@Nullable Failure> lastFailure =
      new AtomicReference<>();
  private final @Nullable String runtime;
  private final @Nullable CredentialStore foreign;

  /**
   * Those whose tools lie in {@code programs}.
   *
   * @param deadline for each call of a tool
   * @param variables of the tools, of which they get a few
   */
  public Vaults(Path programs, Duration deadline, Map<String, String> variables) {
    this.runtime = variables.get("XDG_RUNTIME_DIR");
    this.security = new Tool(programs.resolve("security"), deadline, variables);
    this.secretTool = new Tool(programs.resolve("secret-tool"), deadline, variables);
    this.dbusSend = new Tool(programs.resolve("dbus-send"), deadline, variables);
    this.foreign = null;
  }

  private Vaults(Vaults others, CredentialStore foreign) {
    this.runtime = others.runtime;
    this.security = others.security;
    this.secretTool = others.secretTool;
    this.dbusSend = others.dbusSend;
    this.foreign = foreign;
  }

  /** Those of the operating system. */
  public static Vaults system() {
    return new Vaults(Path.of("/usr/bin"), DEADLINE, System.getenv());
  }

  /**
   * These and {@code store}.
   *
   * @throws IllegalArgumentException if its word is none, or another place's
   */
  public Vaults and(CredentialStore store) {
    if (KINDS.contains(store.kind())
        || !isWord(store.kind())
        || store.kind().equals("file")
        || store.kind().equals("auto")) {
      throw new IllegalArgumentException(
          "the word of a store must be like my-store-2 and none of auto, file, "
              + String.join(", ", KINDS));
    }
    return new Vaults(this, store);
  }

  /**
   * Whether a record may name a place for secrets so, be it one that this program does not have.
   */
  public static boolean isWord(String kind) {
    return KINDS.contains(kind) || WORD.matcher(kind).matches();
  }

  /** What {@code credentials.store} may name besides a file. */
  public List<String> kinds() {
    List<String> kinds = new ArrayList<>(KINDS);
    if (foreign != null) {
      kinds.add(foreign.kind());
    }
    return kinds;
  }

  /** The word of the place that the application has brought along; null if it has none. */
  public @Nullable String foreignKind() {
    return foreign == null ? null : foreign.kind();
  }

  /** The runtime directory of the session whose places these are; null if it has none. */
  public @Nullable String runtimeDirectory() {
    return runtime;
  }

  /**
   * The entry {@code name} in the place {@code kind}; touches nothing.
   *
   * @throws VaultException if this program has no such place
   */
  public Vault open(String kind, EntryName name) throws VaultException {
    if (foreign != null && kind.equals(foreign.kind())) {
      return new ForeignVault(kind, foreign.entry(name.directory(), name.profile()));
    }
    return switch (kind) {
      case Keychain.KIND -> new Keychain(security, name);
      case SecretService.KIND -> new SecretService(secretTool, dbusSend, name);
      default ->
          throw new VaultException(
              VaultException.Reason.ABSENT,
              "the login of profile "
                  + name.profile()
                  + " is kept in "
                  + kind
                  + ", which this program does not have; ask the program that logged in, or log in"
                  + " again to keep it elsewhere");
    };
  }

  /** As {@link #open}, but left alone for a second after it failed: for whoever merely looks. */
  public Vault openToLook(String kind, EntryName name) throws VaultException {
    return new CircuitBreaker(open(kind, name), lastFailure);
  }
}
