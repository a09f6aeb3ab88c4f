package dev.pawl.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Pawl keeps everything: {@code $PAWL_HOME}, else {@code $XDG_STATE_HOME/pawl}, else {@code
 * ~/.local/state/pawl} (macOS: {@code ~/Library/Application Support/pawl}).
 *
 * <p>Immutable. Naming a path touches nothing; {@link #prepare} creates and checks.
 *
 * @param path the directory, absolute and normalized
 */
public record StateDirectory(Path path) {
  private static final int LONGEST_NAME = 64;

  /** Makes the path absolute. */
  public StateDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * The directory that {@code environment} asks for.
   *
   * @throws StoreException if there is neither PAWL_HOME, XDG_STATE_HOME nor HOME
   */
  public static StateDirectory of(Map<String, String> environment) throws StoreException {
    String home = environment.getOrDefault("PAWL_HOME", "");
    if (!home.isEmpty()) {
      return new StateDirectory(Path.of(home));
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (state.startsWith("/")) {
      return new StateDirectory(Path.of(state, "pawl"));
    }
    String user = environment.getOrDefault("HOME", "");
    if (user.isEmpty()) {
      throw new StoreException(
          Path.of("HOME"), "is not set, so there is no place for the state; set PAWL_HOME");
    }
    return new StateDirectory(
        isMac()
            ? Path.of(user, "Library", "Application Support", "pawl")
            : Path.of(user, ".local", "state", "pawl"));
  }

  /**
   * Checks that {@code name} may be a profile's name.
   *
   * @throws IllegalArgumentException if not; the message says what is allowed
   */
  public static String profileName(String name) {
    if (!isProfileName(name)) {
      throw new IllegalArgumentException(
          "a profile is named with 1 to 64 of a-z 0-9 . _ @ - and begins with a letter or digit");
    }
    return name;
  }

  /**
   * What a profile may be called: names are file names, on case-insensitive disks too. Written out,
   * since a warm {@code pawl token} does without regular expressions.
   */
  private static boolean isProfileName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!plain && (i == 0 || "._@-".indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  /** Creates what is missing and refuses a directory that others could tamper with. */
  public void prepare() throws IOException {
    DurableFile.createDirectory(path);
    TrustedDirectory.check(path);
    DurableFile.createDirectory(grants());
  }

  /**
   * Whether the directory is there and plainly this user's own: a look that costs two system calls,
   * where {@link #prepare} examines all that lies above it and the file system.
   */
  public boolean isPrivate() {
    return TrustedDirectory.isPrivate(path);
  }

  /** Who holds the refresh lock of {@code profile}, for people; null if nobody is seen to. */
  public @Nullable String lockHolder(String profile) {
    return LockHolder.isNamed(lockFile())
        ? LockHolder.of(lockFile(), lock(profile).position())
        : null;
  }

  /** The files of {@code profile}. */
  public FileStore store(String profile) {
    return new FileStore(grants().resolve(profileName(profile) + ".json"));
  }

  /** The journal of {@code profile}. */
  public Journal journal(String profile) {
    return new Journal(grants().resolve(profileName(profile) + ".journal"));
  }

  /** Which refresh tokens of the environment became logins here. */
  public Adoptions adoptions() {
    return new Adoptions(path.resolve("adopted"));
  }

  /** How {@code profile} was paid for last. */
  public BillingNote billing(String profile) {
    return new BillingNote(grants().resolve(profileName(profile) + ".billing"));
  }

  /** Which settings files leave everything to the stored login. */
  public SettingsMark settingsMark() {
    return new SettingsMark(path.resolve("settings-mark"));
  }

  /** The refresh lock of {@code profile}. */
  public FileRefreshLock lock(String profile) {
    return FileRefreshLock.of(lockFile(), profile);
  }

  /** The lock of the cache table and of {@code format.json}. */
  public FileRefreshLock tableLock() {
    return FileRefreshLock.ofTable(lockFile());
  }

  /** Where the format record lies. */
  public Path formatFile() {
    return path.resolve("format.json");
  }

  Path lockFile() {
    return path.resolve("lock");
  }

  Path grants() {
    return path.resolve("grants");
  }

  private static boolean isMac() {
    return System.getProperty("os.name", "").startsWith("Mac");
  }
}
