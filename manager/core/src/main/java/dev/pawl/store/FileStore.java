package dev.pawl.store;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.Quarantine;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat.Parent;
import dev.pawl.store.GrantFormat.Stored;
import dev.pawl.store.RecoveryDecision.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The grant of one profile in a private file, replaced in one step or not at all.
 *
 * <p>Beside {@code NAME.json} lie {@code NAME.json.next}, the successor while it is being saved,
 * and {@code NAME.json.copy}, the last good copy.
 */
public final class FileStore implements GrantStore {
  /** What reports and settings call it. */
  public static final String KIND = "file";

  /** Room for an answer that is far bigger than any seen, reserved before each spend. */
  private static final int ROOM = 32 << 10;

  private final Path file;
  private final Successor next;
  private final GoodCopy copy;

  private FileIdentity known = FileIdentity.ABSENT;

  public FileStore(Path file) {
    this.file = file;
    this.next = Successor.of(file);
    this.copy = GoodCopy.of(file);
  }

  /** Writes and reads {@code grant} in memory, so that the first real use is not slow. */
  public static void warmUp(Grant grant) throws IOException {
    byte[] bytes = GrantFormat.write(grant, Parent.of(grant));
    if (!GrantFormat.isComplete(bytes) || !GrantFormat.read(bytes).sealed()) {
      throw new IllegalStateException("what was written cannot be read");
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String place() {
    return file.toString();
  }

  @Override
  public FileIdentity known() {
    return known;
  }

  /** Which file stands there now, without reading it. */
  FileIdentity identity() throws IOException {
    return FileIdentity.of(file);
  }

  /**
   * The grant as it stands and whether Pawl wrote it; null if there is none.
   *
   * @throws DamagedFileException if the file cannot be understood, or is empty as in the middle of
   *     a replacement in place: only {@link #recover} can tell
   */
  @Override
  public @Nullable StoredGrant read() throws IOException {
    byte[] bytes = DurableFile.read(file);
    if (bytes == null) {
      return null;
    }
    Stored stored = GrantFile.parse(file, bytes);
    return new StoredGrant(stored.grant(), stored.sealed());
  }

  @Override
  public @Nullable Grant readWithoutSecrets() throws IOException {
    return readGrant();
  }

  /**
   * The grant, after finishing what a crash interrupted and repairing what others broke: a complete
   * successor is rolled forward, a damaged file is moved aside and replaced by the last good copy,
   * a change by another tool becomes a generation of its own unless it brings back a token that was
   * spent already.
   */
  @Override
  public Recovered recover(long floor, Predicate<Fingerprint> spent) throws IOException {
    known = identity();
    Stored successor = next.complete();
    Stored stored;
    try {
      byte[] bytes = DurableFile.read(file);
      if (bytes == null) {
        return new Recovered(null, successor == null ? null : successor.grant(), null);
      }
      stored = GrantFile.parse(file, bytes);
    } catch (DamagedFileException e) {
      return successor == null ? recoverFromCopy(e, floor, spent) : rollForward(successor, kept(e));
    }
    if (successor != null && successor.parent().equals(Parent.of(stored.grant()))) {
      return rollForward(successor, null);
    }
    Outcome outcome =
        new RecoveryDecision(stored.grant(), stored.sealed(), floor, copy.read()).decide(spent);
    carryOut(outcome, stored.grant());
    return new Recovered(outcome.grant(), orphan(successor, stored.grant()), outcome.note(place()));
  }

  private static @Nullable Grant orphan(@Nullable Stored successor, Grant stored) {
    if (successor == null || successor.grant().tokens().equals(stored.tokens())) {
      return null;
    }
    return successor.grant();
  }

  /* The copy follows at once: an older one would bring back a refresh token that was spent. */
  private Recovered rollForward(Stored successor, @Nullable String note) throws IOException {
    next.finish();
    known = next.install();
    next.settle();
    if (successor.grant().isTombstone()) {
      copy.delete();
    } else {
      copy.keep(successor.grant());
    }
    return new Recovered(successor.grant(), null, note);
  }

  /* An empty file is what a crash leaves of a replacement in place: nothing to be kept. */
  private @Nullable String kept(DamagedFileException why) throws IOException {
    return isEmpty() ? null : kept(why, Quarantine.keep(file));
  }

  private static String kept(DamagedFileException why, Path aside) {
    return why.getMessage() + "; it was kept as " + aside.getFileName();
  }

  private boolean isEmpty() throws IOException {
    return Files.size(file) == 0;
  }

  /* A copy that is older than what was published may hold a spent token, as any backup may. */
  private Recovered recoverFromCopy(
      DamagedFileException why, long floor, Predicate<Fingerprint> spent) throws IOException {
    Grant good = copy.read();
    if (good == null) {
      return nobody(why);
    }
    String aside = kept(why);
    overwrite(good, Parent.NONE);
    Outcome outcome = new RecoveryDecision(good, true, floor, good).decide(spent);
    carryOut(outcome, good);
    return new Recovered(outcome.grant(), null, aside == null ? file + " was empty" : aside);
  }

  /* Without a good copy nobody is logged in: a login or logout must not fail for that. What is
   * left here must not be found damaged again and again; and an empty file that cannot be moved is
   * how a bind mount looks before its first login. */
  private Recovered nobody(DamagedFileException why) throws IOException {
    Path copied = copy.putAside();
    Path aside = isEmpty() ? Quarantine.move(file) : Quarantine.keep(file);
    if (aside != null) {
      DurableFile.discard(file);
    }
    known = identity();
    if (aside == null && copied == null) {
      return new Recovered(null, null, null);
    }
    String what = aside == null ? why.getMessage() : kept(why, aside);
    String broken = copied == null ? "" : ", its broken copy as " + copied.getFileName();
    return new Recovered(null, null, what + broken + " and there is no good copy; log in again");
  }

  private void carryOut(Outcome outcome, Grant stored) throws IOException {
    if (outcome.kind() != RecoveryDecision.Kind.UNTOUCHED) {
      overwrite(outcome.grant(), Parent.of(stored));
    }
    if (outcome.kind() == RecoveryDecision.Kind.ADOPTED) {
      copy.keep(outcome.grant());
    }
  }

  @Override
  public void prepare() throws IOException {
    byte[] present = DurableFile.read(file);
    next.reserve(ROOM + (present == null ? 0 : present.length));
  }

  @Override
  public boolean save(Grant successor, Grant parent) throws IOException {
    next.write(GrantFormat.write(successor, Parent.of(parent)));
    if (!isStored(Parent.of(parent))) {
      return false;
    }
    known = next.install();
    next.settle();
    return true;
  }

  @Override
  public boolean isReplaceable(Grant grant, @Nullable Grant present) throws IOException {
    return isStored(Parent.ofNullable(present)) || isStored(Parent.of(grant));
  }

  @Override
  public void replace(Grant grant, @Nullable Grant present) throws IOException {
    overwrite(grant, Parent.ofNullable(present));
  }

  private void overwrite(Grant grant, Parent parent) throws IOException {
    next.write(GrantFormat.write(grant, parent));
    known = next.install();
    next.settle();
  }

  private boolean isStored(Parent parent) throws IOException {
    try {
      byte[] bytes = DurableFile.read(file);
      Grant present = bytes == null ? null : GrantFile.parse(file, bytes).grant();
      return Parent.ofNullable(present).equals(parent);
    } catch (DamagedFileException e) {
      return true; // what cannot be read cannot be newer; the next recover() keeps it aside
    }
  }

  @Override
  public void keepCopy(Grant grant) {
    copy.keep(grant);
  }

  @Override
  public void clean(boolean everything) throws IOException {
    next.delete();
    if (everything) {
      copy.delete();
    }
  }

  @Override
  public boolean keepsOffDisk() {
    return false;
  }
}
