package dev.pawl.store.fleet;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that a state directory belongs to: its store, its seal, and which host this is. Opens
 * nothing before it is asked. Thread-safe.
 */
public final class Fleet implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private final Path directory;
  private final Access access;
  private final FleetTiming timing;
  private final TokenClock clock;
  private final ReentrantLock opening = new ReentrantLock();

  private final FleetNews news = new FleetNews();

  private @Nullable RecordStore store;
  private @Nullable Seal seal;
  private volatile @Nullable String host;

  /** How store and seal are had; each is asked for once, unless it fails. */
  public interface Access {
    /** Opens the store. */
    RecordStore store() throws IOException;

    /** Reads the key. */
    Seal seal() throws IOException;

    /** Which store it is, for people; without opening it. */
    String place();
  }

  /** The fleet of {@code directory}. */
  public Fleet(Path directory, Access access, FleetTiming timing, TokenClock clock) {
    this.directory = directory;
    this.access = access;
    this.timing = timing;
    this.clock = clock;
  }

  /** The store; opened by the first who asks. */
  public RecordStore store() throws IOException {
    opening.lock();
    try {
      RecordStore open = store == null ? access.store() : store;
      store = open;
      return open;
    } finally {
      opening.unlock();
    }
  }

  Seal seal() throws IOException {
    opening.lock();
    try {
      Seal open = seal == null ? access.seal() : seal;
      seal = open;
      return open;
    } finally {
      opening.unlock();
    }
  }

  /** Which store it is, for people. */
  public String place() {
    return access.place();
  }

  /** Has {@code listener} run soon after each write of the record of {@code profile}. */
  public FleetNews.Subscription listen(String profile, Runnable listener) throws IOException {
    return news.listen(store(), profile, listener);
  }

  TokenClock clock() {
    return clock;
  }

  FleetTiming timing() {
    return timing;
  }

  /** A claim of this process, unlike any other. */
  Claimant claimant() throws IOException {
    return new Claimant(
        random(), host(), name(), timing.ttl().toMillis(), timing.quarantine().toMillis());
  }

  static String random() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /** Which host this is: an identity of the state directory, made once. */
  String host() throws IOException {
    String known = host;
    if (known == null) {
      known = readOrMake(directory.resolve("fleet-host"));
      host = known;
    }
    return known;
  }

  /* The whole identity is written elsewhere first: nobody ever reads half of one. */
  private static String readOrMake(Path file) throws IOException {
    String present = read(file);
    if (present != null) {
      return present;
    }
    String made = random();
    Path own = file.resolveSibling(file.getFileName() + "." + made);
    DurableFile.create(own);
    DurableFile.write(own, made.getBytes(StandardCharsets.US_ASCII));
    try {
      Files.createLink(file, own);
    } catch (IOException e) {
      if (read(file) == null) {
        DurableFile.rename(own, file);
      }
    }
    DurableFile.delete(own);
    DurableFile.force(Objects.requireNonNull(file.getParent()));
    return Objects.requireNonNullElse(read(file), made);
  }

  private static @Nullable String read(Path file) throws IOException {
    byte[] bytes = DurableFile.read(file);
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, StandardCharsets.US_ASCII);
    if (!text.matches("[0-9a-f]{32}")) {
      throw new StoreException(file, "is no identity of a host; delete it");
    }
    return text;
  }

  private static String name() {
    return machine() + ", process " + ProcessHandle.current().pid();
  }

  private static String machine() {
    try {
      return Files.readString(HOSTNAME).strip();
    } catch (IOException e) {
      return "a host";
    }
  }

  /** Ends the watch and closes the store, if they were begun. */
  @Override
  public void close() {
    opening.lock();
    try {
      news.close();
      if (store != null) {
        store.close();
        store = null;
      }
    } finally {
      opening.unlock();
    }
  }

  /** Without any secret. */
  @Override
  public String toString() {
    return "Fleet[" + place() + "]";
  }
}
