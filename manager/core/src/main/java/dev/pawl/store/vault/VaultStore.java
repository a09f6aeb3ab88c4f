package dev.pawl.store.vault;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.MemoryFile;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.GrantFormat.Parent;
import dev.pawl.store.GrantFormat.Stored;
import dev.pawl.store.GrantStore;
import dev.pawl.store.RecoveryDecision;
import dev.pawl.store.RecoveryDecision.Outcome;
import dev.pawl.store.Successor;
import dev.pawl.vault.EntryName;
import dev.pawl.vault.Vault;
import dev.pawl.vault.VaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The grant of one profile in a vault of the operating system, and a record of it without the
 * secrets in the file where it would lie otherwise.
 *
 * <p>The vault is written first and is the truth: a record that is older is brought up to date by
 * the next {@link #recover}. A successor lies in memory until the vault has it ({@link Parking})
 * and is rolled forward from there; where there is no place in memory, a crash before the vault was
 * written is a spend in doubt. There is no copy.
 */
final class VaultStore implements GrantStore {
  private static final int ROOM = 8 << 10;

  private final Path file;
  private final Successor next;
  private final EntryName name;
  private final Vault vault;
  private final VaultEntry entry;
  private final VaultEntry look;
  private final Parking parking;

  private FileIdentity known = FileIdentity.ABSENT;
  private boolean parked;

  /* Whoever looks may be turned away for a moment after a failure; whoever saves never is: what it
   * holds may exist nowhere else. */
  VaultStore(Path file, EntryName name, Ways ways, Parking parking) {
    this.file = file;
    this.next = Successor.of(file);
    this.name = name;
    this.vault = ways.vault();
    this.entry = new VaultEntry(ways.vault());
    this.look = new VaultEntry(ways.look());
    this.parking = parking;
  }

  /** The same vault for whoever saves, and for whoever merely looks. */
  record Ways(Vault vault, Vault look) {}

  @Override
  public String kind() {
    return vault.kind();
  }

  @Override
  public String place() {
    return vault.place();
  }

  @Override
  public FileIdentity known() {
    return known;
  }

  @Override
  public boolean keepsOffDisk() {
    return true;
  }

  @Override
  public @Nullable Grant readWithoutSecrets() throws IOException {
    VaultRecord record = VaultRecord.find(file);
    return record == null ? null : record.withoutSecrets();
  }

  @Override
  public @Nullable StoredGrant read() throws IOException {
    Grant recorded = readWithoutSecrets();
    if (recorded == null || recorded.isTombstone()) {
      return recorded == null ? null : new StoredGrant(recorded, true);
    }
    Stored stored = look.read();
    return stored == null ? null : new StoredGrant(stored.grant(), stored.sealed());
  }

  /**
   * The grant of the vault. A change by another tool becomes a generation of its own; an entry that
   * is gone is a logout, one that cannot be understood stays as it is until somebody logs in.
   */
  @Override
  public Recovered recover(long floor, Predicate<Fingerprint> spent) throws IOException {
    Grant recorded = installed();
    if (recorded == null) {
      return new Recovered(null, null, null);
    }
    Stored stored;
    try {
      stored = look.read();
    } catch (DamagedFileException e) {
      Grant known = recorded.isTombstone() ? recorded : null;
      return new Recovered(known, null, e.getMessage() + "; log in again");
    }
    Stored waiting = parking.read();
    if (stored == null) {
      Grant orphan = waiting == null ? null : waiting.grant();
      return recorded.isTombstone()
          ? new Recovered(recorded, orphan, null)
          : new Recovered(null, orphan, place() + " is gone; log in again");
    }
    if (waiting != null && waiting.parent().equals(Parent.of(stored.grant()))) {
      return rollForward(waiting);
    }
    long newest = Math.max(floor, recorded.generation());
    Outcome outcome =
        new RecoveryDecision(stored.grant(), stored.sealed(), newest, null).decide(spent);
    if (outcome.kind() != RecoveryDecision.Kind.UNTOUCHED) {
      keep(outcome.grant(), Parent.of(stored.grant()));
    } else if (!isOf(recorded, outcome.grant())) {
      record(outcome.grant());
    }
    return new Recovered(outcome.grant(), orphan(waiting, stored), outcome.note(place()));
  }

  /* A record that a crash left in its successor alone goes to its place first: the next reserve
   * overwrites the successor. */
  private @Nullable Grant installed() throws IOException {
    known = FileIdentity.of(file);
    Grant recorded = readWithoutSecrets();
    if (recorded != null && !VaultRecord.isIn(file)) {
      known = next.install();
      next.settle();
    }
    return recorded;
  }

  private Recovered rollForward(Stored waiting) throws IOException {
    keep(waiting.grant(), waiting.parent());
    return new Recovered(waiting.grant(), null, null);
  }

  private @Nullable Grant orphan(@Nullable Stored waiting, Stored stored) throws IOException {
    if (waiting == null) {
      return null;
    }
    if (waiting.grant().tokens().equals(stored.grant().tokens())) {
      parking.delete();
      return null;
    }
    return waiting.grant();
  }

  @Override
  public void parkedAt(@Nullable MemoryFile last) {
    parking.recall(last);
  }

  @Override
  public @Nullable MemoryFile parking() {
    return parking.file();
  }

  @Override
  public boolean isParked() {
    return parked;
  }

  private static boolean isOf(Grant recorded, Grant grant) {
    return recorded.generation() == grant.generation() && recorded.origin() == grant.origin();
  }

  @Override
  public void prepare() throws IOException {
    next.reserve(ROOM);
    entry.warmUp();
    parking.reserve();
  }

  @Override
  public boolean save(Grant successor, Grant parent) throws IOException {
    parked = parking.write(GrantFormat.write(successor, Parent.of(parent)));
    if (readWithoutSecrets() == null || !isReplaceable(successor, parent)) {
      return false;
    }
    keep(successor, Parent.of(parent));
    return true;
  }

  /* Whether anybody is logged in, the record says: the vault may hold what nobody could remove. */
  @Override
  public boolean isReplaceable(Grant grant, @Nullable Grant present) throws IOException {
    Grant recorded = readWithoutSecrets();
    if (recorded == null || recorded.isTombstone()) {
      return (recorded == null ? 0 : recorded.generation())
          == (present == null ? 0 : present.generation());
    }
    return isStored(Parent.ofNullable(present)) || isStored(Parent.of(grant));
  }

  private boolean isStored(Parent parent) throws IOException {
    try {
      Stored stored = entry.read();
      return parent.equals(stored == null ? Parent.NONE : Parent.of(stored.grant()));
    } catch (DamagedFileException e) {
      return true; // what cannot be understood cannot be newer
    }
  }

  @Override
  public void replace(Grant grant, @Nullable Grant present) throws IOException {
    if (grant.isTombstone() && grant.tokens().refresh() == null) {
      erase();
      record(grant);
    } else {
      keep(grant, Parent.ofNullable(present));
    }
  }

  /** Removes what lies in the vault. */
  void erase() throws VaultException {
    entry.erase();
  }

  private void keep(Grant grant, Parent parent) throws IOException {
    entry.write(grant, parent);
    record(grant);
    parking.delete();
    parked = false;
  }

  private void record(Grant grant) throws IOException {
    next.write(VaultRecord.of(kind(), name, grant).write());
    known = next.install();
    next.settle();
  }

  @Override
  public void keepCopy(Grant grant) {
    // a vault has none
  }

  @Override
  public void clean(boolean everything) throws IOException {
    next.delete();
    parking.delete();
    parked = false;
  }
}
