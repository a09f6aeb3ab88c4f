package dev.pawl.store.fleet;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.Seal;
import dev.pawl.store.fleet.FleetRecord.Claimant;
import dev.pawl.store.journal.JournalRecord.Failures;
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
  private static final String HOST = "fleet-host";
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private final Path directory;
  private final Access access;
  private final FleetTiming timing;
  private final TokenClock clock;
  private final ReentrantLock opening = new ReentrantLock();
  private final ReentrantLock sealing = new ReentrantLock();

  private final FleetNews news = new FleetNews();
  private final FleetFollower follower = new FleetFollower(this::listen, FleetFollower.Times.USUAL);

  /* Guarded by opening. */
  private @Nullable RecordStore store;
  private int transactions;
  private boolean closed;

  /* Guarded by sealing. */
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
      if (closed && transactions == 0) {
        throw new StoreException(directory, "belongs to a manager that was closed");
      }
      RecordStore open = store == null ? access.store() : store;
      store = open;
      return open;
    } finally {
      opening.unlock();
    }
  }

  Seal seal() throws IOException {
    sealing.lock();
    try {
      Seal open = seal == null ? access.seal() : seal;
      seal = open;
      return open;
    } finally {
      sealing.unlock();
    }
  }

  /** The keys as they are now: others may have been added since they were read. */
  Seal sealAgain() throws IOException {
    sealing.lock();
    try {
      Seal now = access.seal();
      seal = now;
      return now;
    } finally {
      sealing.unlock();
    }
  }

  /** A transaction begins; the store stays open until {@link #leave}. */
  public void enter() {
    opening.lock();
    try {
      transactions++;
    } finally {
      opening.unlock();
    }
  }

  /** It has ended. */
  public void leave() {
    opening.lock();
    try {
      transactions--;
      closeUnused();
    } finally {
      opening.unlock();
    }
  }

  /** Which store it is, for people. */
  public String place() {
    return access.place();
  }

  /** Has {@code reader} look whenever another host has written the record of {@code profile}. */
  public void follow(String profile, FleetFollower.Reader reader) {
    follower.follow(profile, reader);
  }

  /** Has {@code listener} run soon after each write of the record of {@code profile}. */
  public FleetNews.Subscription listen(String profile, Runnable listener) throws IOException {
    return news.listen(store(), profile, listener);
  }

  TokenClock clock() {
    return clock;
  }

  /** One failure more than {@code before}, now. */
  Failures failedNow(Failures before) {
    return before.failed(clock.millis(), 0);
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
      known = readOrMake(directory.resolve(HOST));
      host = known;
    }
    return known;
  }

  /** Whether {@code id} is that of this host; makes none. */
  boolean isThisHost(String id) throws IOException {
    String known = host;
    return id.equals(known == null ? read(directory.resolve(HOST)) : known);
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

  /** Ends the watch and closes the store, which a transaction that is under way may use on. */
  @Override
  public void close() {
    follower.close();
    news.close();
    opening.lock();
    try {
      closed = true;
      closeUnused();
    } finally {
      opening.unlock();
    }
  }

  private void closeUnused() {
    if (closed && transactions == 0 && store != null) {
      store.close();
      store = null;
    }
  }

  /** Without any secret. */
  @Override
  public String toString() {
    return "Fleet[" + place() + "]";
  }
}
