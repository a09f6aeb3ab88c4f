package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.MemoryFile;
import dev.pawl.file.StoreException;
import dev.pawl.file.TrustedDirectory;
import dev.pawl.lock.KernelLock;
import dev.pawl.lock.LockHolder;
import dev.pawl.store.GrantStore;
import dev.pawl.store.StoreChoice;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.store.fleet.FleetStore;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.Journal;
import dev.pawl.store.vault.RecordedStore;
import dev.pawl.vault.EntryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Pawl keeps everything: {@code $PAWL_HOME}, else {@code $XDG_STATE_HOME/pawl}, else {@code
 * ~/.local/state/pawl} (macOS: {@code ~/Library/Application Support/pawl}).
 *
 * <p>Immutable. Naming a path touches nothing; {@link #prepare} creates and checks.
 *
 * @param path the directory, absolute and normalized
 * @param layout of the profiles' files in it
 */
public record StateDirectory(Path path, Layout layout) {
  private static final String GRANT = ".json";

  /** Makes the path absolute. */
  public StateDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** As most directories are: FLAT. {@link #found} and {@link #prepare} look. */
  public StateDirectory(Path path) {
    this(path, Layout.FLAT);
  }

  /**
   * The directory that {@code environment} asks for.
   *
   * @throws StoreException if there is neither PAWL_HOME, XDG_STATE_HOME nor HOME, or if one of
   *     PAWL_HOME and HOME is not absolute; a relative XDG_STATE_HOME is ignored, as XDG has it
   */
  public static StateDirectory of(Map<String, String> environment) throws StoreException {
    String home = absolute(environment, "PAWL_HOME");
    String user = absolute(environment, "HOME");
    if (!home.isEmpty()) {
      return new StateDirectory(Path.of(home));
    }
    String state = readable(environment, "XDG_STATE_HOME");
    if (state.startsWith("/")) {
      return new StateDirectory(Path.of(state, "pawl"));
    }
    if (user.isEmpty()) {
      throw new StoreException(
          Path.of("HOME"), "is not set, so there is no place for the state; set PAWL_HOME");
    }
    return new StateDirectory(
        isMac()
            ? Path.of(user, "Library", "Application Support", "pawl")
            : Path.of(user, ".local", "state", "pawl"));
  }

  private static String absolute(Map<String, String> environment, String variable)
      throws StoreException {
    String path = readable(environment, variable);
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw new StoreException(
          Path.of(variable),
          "must be absolute, with a / in front; else each working directory would have a login of"
              + " its own");
    }
    return path;
  }

  /* What cannot be decoded reads as U+FFFD, and would name another directory. */
  private static String readable(Map<String, String> environment, String variable)
      throws StoreException {
    String path = environment.getOrDefault(variable, "");
    if (path.indexOf('\ufffd') >= 0) {
      throw new StoreException(
          Path.of(variable),
          "holds bytes that are no UTF-8, so Java cannot name that path; set PAWL_HOME to another");
    }
    return path;
  }

  /**
   * Creates what is missing and refuses a directory that others could tamper with.
   *
   * @param wish the layout of a directory that is made now
   * @return this directory, with the layout that it has
   */
  public StateDirectory prepare(Layout wish) throws IOException {
    DurableFile.createDirectory(path);
    TrustedDirectory.check(path);
    return new StateDirectory(path, wish.prepare(path));
  }

  /** As above, for a directory of few profiles. */
  public StateDirectory prepare() throws IOException {
    return prepare(Layout.FLAT);
  }

  /** This directory with the layout that it has; changes nothing. */
  public StateDirectory found() {
    return new StateDirectory(path, Layout.of(path));
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

  /**
   * Where the grant of {@code profile} is kept, whatever the settings want of the next login.
   *
   * @param fleet that the directory belongs to; null if to none
   */
  public GrantStore look(String profile, @Nullable Fleet fleet) {
    FleetStore shared = fleet == null ? null : store(profile, fleet);
    return store(profile, StoreChoice.AS_RECORDED, shared);
  }

  /** The same, where the directory belongs to no fleet. */
  public GrantStore store(String profile) {
    return store(profile, StoreChoice.AS_RECORDED);
  }

  /** The same, where the directory belongs to no fleet. */
  public GrantStore store(String profile, StoreChoice placement) {
    return store(profile, placement, null);
  }

  /**
   * Where the grant of {@code profile} is kept, and where {@code placement} puts the next one.
   *
   * @param fleet that the directory belongs to; null if to none
   */
  public RecordedStore store(String profile, StoreChoice placement, @Nullable FleetStore fleet) {
    return new RecordedStore(record(profile), EntryName.of(path, profile), placement, fleet);
  }

  /** The grant of {@code profile} in {@code fleet}. */
  public FleetStore store(String profile, Fleet fleet) {
    return new FleetStore(fleet, profile, record(profile));
  }

  /**
   * Which file stands for the grant of {@code profile} now: while it is the same, so is the grant.
   */
  public FileIdentity identity(String profile) throws IOException {
    return FileIdentity.of(record(profile));
  }

  public Path record(String profile) {
    return place(profile).resolve(profile + GRANT);
  }

  /** The journal of {@code profile}. */
  public Journal journal(String profile) {
    return new Journal(place(profile).resolve(profile + ".journal"));
  }

  /** What the last attempt to refresh {@code profile} brought, before anybody understood it. */
  public AnswerFile answer(String profile) {
    return AnswerFile.of(record(profile));
  }

  /** What the last attempt brought where it must not be on a disk, beside {@code parking}. */
  public static AnswerFile answer(MemoryFile parking) {
    return AnswerFile.of(parking.path());
  }

  /** What a login by refresh token was answered that is not stored yet. */
  public AnswerFile trial(String profile) {
    return AnswerFile.ofTrial(record(profile));
  }

  /** The same where it lies in memory, beside {@code parking}. */
  public static AnswerFile trial(MemoryFile parking) {
    return AnswerFile.ofTrial(parking.path());
  }

  /** Which refresh tokens of the environment became logins here. */
  public Adoptions adoptions() {
    return new Adoptions(path.resolve("adopted"));
  }

  /** How {@code profile} was paid for last. */
  public BillingNote billing(String profile) {
    return new BillingNote(place(profile).resolve(profile + ".billing"));
  }

  /** Which settings files leave everything to the stored login. */
  public SettingsMark settingsMark() {
    return new SettingsMark(path.resolve("settings-mark"));
  }

  /** The refresh lock of {@code profile}. */
  public KernelLock lock(String profile) {
    return KernelLock.of(lockFile(), profile);
  }

  /** The lock of the cache table and of {@code format.json}. */
  public KernelLock tableLock() {
    return KernelLock.ofTable(lockFile());
  }

  /** Permit {@code number}, from 0 to 1,023, to spend at {@code issuer}. */
  public KernelLock permit(String issuer, int number) {
    return KernelLock.ofPermit(lockFile(), issuer, number);
  }

  /** The lock of whoever is logging in with a person's help. Taken before any other lock. */
  public KernelLock loginLock() {
    return KernelLock.ofLogin(lockFile());
  }

  /** What the last login that a person began came to. */
  public LoginMarker loginMarker() {
    return new LoginMarker(path.resolve("login.json"));
  }

  /** What the last login at a cloud came to whose identity is known by {@code key}. */
  public LoginMarker cloudLogin(String key) {
    return new LoginMarker(path.resolve("cloud-" + key + ".login"));
  }

  /** Where the output of the command lies that such a login consists of. */
  public Path cloudLoginOutput(String key) {
    return path.resolve("cloud-" + key + ".output");
  }

  /** Why the credentials of a cloud whose identity is known by {@code key} want a person. */
  public LoginMarker cloudVerdict(String key) {
    return new LoginMarker(path.resolve("cloud-" + key + ".verdict"));
  }

  /** Which profile is the active one. */
  public ActiveProfile active() {
    return new ActiveProfile(path.resolve("active"));
  }

  /** The names of all profiles that anything is stored of, in their order. */
  public List<String> profiles() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path place : places()) {
      names.addAll(profiles(place));
    }
    Collections.sort(names);
    return names;
  }

  private static List<String> profiles(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(GRANT) && ProfileName.isPossible(withoutGrant(name)))
          .map(StateDirectory::withoutGrant)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new StoreException(place, "cannot be listed", e);
    }
  }

  private static String withoutGrant(String name) {
    return name.substring(0, name.length() - GRANT.length());
  }

  /** Where the format record lies. */
  public Path formatFile() {
    return path.resolve("format.json");
  }

  Path lockFile() {
    return path.resolve("lock");
  }

  /** Every directory that holds files of profiles. */
  List<Path> places() {
    return layout.places(path);
  }

  /** The directory that holds the files of {@code profile}. */
  Path place(String profile) {
    return layout.place(path, ProfileName.checked(profile));
  }

  private static boolean isMac() {
    return System.getProperty("os.name", "").startsWith("Mac");
  }
}
