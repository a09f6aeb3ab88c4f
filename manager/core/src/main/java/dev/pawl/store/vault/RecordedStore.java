package dev.pawl.store.vault;

import dev.pawl.file.FileIdentity;
import dev.pawl.file.MemoryFile;
import dev.pawl.file.StoreException;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.FileStore;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.GrantStore;
import dev.pawl.store.StoreChoice;
import dev.pawl.store.fleet.FleetStore;
import dev.pawl.store.vault.VaultStore.Ways;
import dev.pawl.vault.EntryName;
import dev.pawl.vault.Vault;
import dev.pawl.vault.VaultException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The store that a profile's file names: the file itself, or a vault. So every process looks where
 * the login was put, whatever its settings say; only a new login follows the settings.
 */
public final class RecordedStore implements GrantStore {
  private final Path file;
  private final EntryName entry;
  private final StoreChoice placement;
  private final @Nullable FleetStore fleet;

  /** The one in use by the holder of the lock; null until something was recovered. */
  private @Nullable GrantStore held;

  private @Nullable MemoryFile last;
  private @Nullable Parking stray;

  /**
   * The store that {@code file} names.
   *
   * @param fleet where a profile's login lies, or goes, unless it lies on this host; null if the
   *     state directory belongs to no fleet
   */
  public RecordedStore(
      Path file, EntryName entry, StoreChoice placement, @Nullable FleetStore fleet) {
    this.file = file;
    this.entry = entry;
    this.placement = placement;
    this.fleet = fleet;
  }

  private GrantStore recorded() throws IOException {
    if (FleetStore.isMirrored(file)) {
      return requireFleet();
    }
    if (fleet != null && isOver()) {
      return fleet;
    }
    VaultRecord record = VaultRecord.find(file);
    return record == null ? new FileStore(file) : vault(record.kind(), record.entry());
  }

  private FleetStore requireFleet() throws StoreException {
    if (fleet == null) {
      throw new StoreException(
          file,
          "says that this login lies in the store of a fleet, and no settings name one; set"
              + " fleet.url and fleet.key");
    }
    return fleet;
  }

  /* Nobody is logged in on this host, and no token waits here to be revoked. */
  private boolean isOver() throws IOException {
    if (Files.notExists(file)) {
      return true;
    }
    VaultRecord record = VaultRecord.find(file);
    Grant grant = record == null ? new FileStore(file).readGrant() : record.withoutSecrets();
    return grant != null && grant.isTombstone() && grant.tokens().refresh() == null;
  }

  private VaultStore vault(String kind, EntryName name) throws VaultException {
    Vault look = placement.vaults().openToLook(kind, name);
    Parking parking = new Parking(name, placement.vaults().runtimeDirectory());
    return new VaultStore(file, name, new Ways(placement.vaults().open(kind, name), look), parking);
  }

  /** Whether the login lies, or the next one goes, where many hosts share it. */
  public boolean isInFleet() throws IOException {
    return recorded() instanceof FleetStore;
  }

  private GrantStore held() throws IOException {
    GrantStore present = held == null ? recorded() : held;
    held = present;
    return present;
  }

  /** Where a login goes: to the place that the settings name, else to where the last one was. */
  private GrantStore wanted() throws IOException {
    GrantStore present = held();
    String kind = placement.wanted();
    if (present instanceof FleetStore) {
      return present;
    }
    if (kind == null || kind.equals(present.kind())) {
      return present;
    }
    return kind.equals(FileStore.KIND) ? new FileStore(file) : vault(kind, entry);
  }

  @Override
  public String kind() throws IOException {
    return recorded().kind();
  }

  @Override
  public String place() throws IOException {
    return recorded().place();
  }

  @Override
  public FileIdentity known() {
    return held == null ? FileIdentity.ABSENT : held.known();
  }

  @Override
  public boolean keepsOffDisk() {
    return held != null && held.keepsOffDisk();
  }

  @Override
  public @Nullable StoredGrant read() throws IOException {
    return recorded().read();
  }

  @Override
  public @Nullable Grant readGrant() throws IOException {
    return recorded().readGrant();
  }

  @Override
  public @Nullable Grant readWithoutSecrets() throws IOException {
    return recorded().readWithoutSecrets();
  }

  /* A login of this host alone needs none of it. */
  @Override
  public void hold() throws IOException {
    if (fleet != null) {
      held = recorded();
      held.hold();
    }
  }

  @Override
  public Recovered recover(long floor, Predicate<Fingerprint> spent) throws IOException {
    GrantStore present = recorded();
    held = present;
    present.parkedAt(last);
    Recovered recovered = present.recover(floor, spent);
    return last == null || present instanceof VaultStore ? recovered : withStray(recovered);
  }

  /* The file that named the vault is gone: what waits for that vault is of no use to anybody. */
  private Recovered withStray(Recovered recovered) throws IOException {
    Parking waiting = new Parking(entry, placement.vaults().runtimeDirectory());
    waiting.recall(last);
    GrantFormat.Stored stored = waiting.read();
    stray = waiting;
    return stored == null || recovered.orphan() != null
        ? recovered
        : new Recovered(recovered.grant(), stored.grant(), recovered.note());
  }

  @Override
  public void parkedAt(@Nullable MemoryFile place) {
    last = place;
  }

  @Override
  public @Nullable MemoryFile parking() {
    return held == null ? null : held.parking();
  }

  @Override
  public boolean isParked() {
    return held != null && held.isParked();
  }

  @Override
  public void prepare() throws IOException {
    held().prepare();
  }

  @Override
  public void prepareLogin() throws IOException {
    wanted().prepare();
  }

  @Override
  public boolean save(Grant successor, Grant parent) throws IOException {
    return held().save(successor, parent);
  }

  /* Where it lies now: another process may have moved it. */
  @Override
  public boolean isReplaceable(Grant grant, @Nullable Grant present) throws IOException {
    return recorded().isReplaceable(grant, present);
  }

  @Override
  public void replace(Grant grant, @Nullable Grant present) throws IOException {
    GrantStore before = held();
    GrantStore after = grant.isTombstone() ? before : wanted();
    after.replace(grant, present);
    if (!Objects.equals(before.kind(), after.kind())) {
      leave(before);
    }
    held = after;
  }

  /* The new place counts already: what cannot be removed from the old one is of no use to anybody,
   * since the login that it belongs to is revoked. */
  private static void leave(GrantStore before) throws IOException {
    try {
      before.clean(true);
      if (before instanceof VaultStore vault) {
        vault.erase();
      }
    } catch (VaultException e) {
      System.getLogger(RecordedStore.class.getName())
          .log(Level.WARNING, "the replaced login is still in {0}: {1}", before.place(), e);
    }
  }

  @Override
  public boolean awaitTurn(BooleanSupplier isClosed) throws IOException {
    return held().awaitTurn(isClosed);
  }

  @Override
  public long untouchedMillis() throws IOException {
    return held().untouchedMillis();
  }

  @Override
  public void lastLook() throws IOException {
    held().lastLook();
  }

  @Override
  public void providerAhead(@Nullable Long millis) throws IOException {
    held().providerAhead(millis);
  }

  @Override
  public boolean isUnwanted(Grant successor, @Nullable Grant present) {
    return held != null && held.isUnwanted(successor, present);
  }

  @Override
  public void keepCopy(Grant grant) {
    if (held != null) {
      held.keepCopy(grant);
    }
  }

  @Override
  public void clean(boolean everything) throws IOException {
    held().clean(everything);
    if (stray != null) {
      stray.delete();
    }
  }
}
