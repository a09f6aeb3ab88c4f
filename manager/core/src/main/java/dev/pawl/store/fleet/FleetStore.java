package dev.pawl.store.fleet;

import dev.pawl.file.FileIdentity;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.GrantStore;
import dev.pawl.store.journal.SpendJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The grant of one profile in the store of a fleet. The holder of the refresh lock reads and writes
 * the record; everybody else sees the mirror that this host keeps of it, and asks the store where
 * that knows of no login.
 */
public final class FleetStore implements GrantStore {
  /** What reports call it. */
  public static final String KIND = "fleet";

  /* Date has whole seconds, and an answer takes its time. */
  private static final long UNTOLD_MILLIS = 2_000;

  private final Fleet fleet;
  private final HeldLogin login;
  private boolean isUnwanted;

  /** The grant of {@code profile}, mirrored in {@code file}. */
  public FleetStore(Fleet fleet, String profile, Path file) {
    this.fleet = fleet;
    this.login = new HeldLogin(fleet, profile, file);
  }

  /** Whether {@code file} is the mirror of a login that lies in a fleet. */
  public static boolean isMirrored(Path file) throws IOException {
    return Mirror.isIn(file);
  }

  /** The journal of the same profile, for the same transaction. */
  public SpendJournal journal() {
    return new FleetJournal(login);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String place() {
    return fleet.place();
  }

  @Override
  public FileIdentity known() {
    FleetSession session = login.opened();
    return session == null ? FileIdentity.ABSENT : session.record().known();
  }

  @Override
  public @Nullable StoredGrant read() throws IOException {
    FleetRecord record = login.record();
    return record == null ? null : new StoredGrant(record.grant(), true);
  }

  @Override
  public @Nullable Grant readGrant() throws IOException {
    FleetRecord record = login.opened() == null ? login.known() : login.record();
    return record == null ? null : record.grant();
  }

  @Override
  public @Nullable Grant readWithoutSecrets() throws IOException {
    FleetRecord record = login.known();
    if (record == null) {
      return null;
    }
    TokenSet tokens = record.grant().tokens();
    TokenSet times = new TokenSet(null, tokens.issuedAt(), tokens.expiresAt(), null);
    return record.grant().next(record.generation(), record.grant().origin(), times);
  }

  /* Nothing but Pawl writes the record: there is no change by others to be adopted. */
  @Override
  public Recovered recover(long floor, Predicate<Fingerprint> spent) throws IOException {
    FleetRecord record = login.session().record().record();
    Grant orphan = login.orphan();
    isUnwanted = orphan != null;
    return new Recovered(record == null ? null : record.grant(), orphan, null);
  }

  @Override
  public void hold() throws IOException {
    login.hold();
  }

  @Override
  public void prepare() throws IOException {
    login.session().reserve();
  }

  @Override
  public boolean awaitTurn(BooleanSupplier isClosed) throws IOException {
    return login.awaitTurn(isClosed);
  }

  @Override
  public long untouchedMillis() throws IOException {
    return login.quarantineLeft();
  }

  @Override
  public void lastLook() throws IOException {
    login.session().lastLook();
  }

  @Override
  public void providerAhead(@Nullable Long millis) throws IOException {
    if (millis != null) {
      login.session().record().providerAhead(Math.abs(millis) < UNTOLD_MILLIS ? 0 : millis);
    }
  }

  @Override
  public boolean isParked() {
    FleetSession session = login.opened();
    return session != null && session.isKept();
  }

  @Override
  public boolean save(Grant successor, Grant parent) throws IOException {
    SealedPairs.Put put = login.session().save(successor, parent);
    isUnwanted = put == SealedPairs.Put.UNWANTED;
    return put == SealedPairs.Put.SAVED;
  }

  @Override
  public boolean isUnwanted(Grant successor, @Nullable Grant present) {
    return isUnwanted;
  }

  @Override
  public boolean isReplaceable(Grant grant, @Nullable Grant present) throws IOException {
    return login.session().isReplaceable(grant, present);
  }

  @Override
  public void replace(Grant grant, @Nullable Grant present) throws IOException {
    login.session().replace(grant, present, login.spends());
  }

  @Override
  public void keepCopy(Grant grant) {
    // the store of a fleet has its own backups
  }

  @Override
  public void clean(boolean everything) throws IOException {
    FleetSession session = login.opened();
    if (session != null && isUnwanted) {
      isUnwanted = false;
      session.forgetOrphan();
    }
  }

  @Override
  public boolean keepsOffDisk() {
    return true;
  }

  /**
   * What a record says without its key, and what this host knows of it: for reports.
   *
   * @param state how far a spend got, or that there is no login, in a word
   * @param generation of the login
   * @param attempt how often its refresh token may have been presented
   * @param holder whose claim stands, host and process; null if none does
   * @param isHeldHere whether that is this host
   * @param expiresAt when its access token ends by the provider's clock, epoch milliseconds
   * @param key which key sealed it
   * @param seen how long this host has known this version; null if it does not
   * @param ahead how far the provider's clock is ahead of this host's; null if this host never knew
   */
  public record OpenRecord(
      String state,
      long generation,
      int attempt,
      @Nullable String holder,
      boolean isHeldHere,
      long expiresAt,
      String key,
      @Nullable Duration seen,
      @Nullable Duration ahead) {

    /**
     * The record of {@code profile} as the store has it now; null if it has none.
     *
     * @param file where this host mirrors it
     * @throws StoreAwayException if the store could not be asked
     */
    public static @Nullable OpenRecord stored(Fleet fleet, String profile, Path file)
        throws IOException {
      VersionedRecord stored = RecordAccess.asked(fleet, profile);
      return stored == null ? null : of(fleet, stored, Mirror.find(file));
    }

    /** The record as this host saw it last, in {@code file}; null if it never did. */
    public static @Nullable OpenRecord mirrored(Fleet fleet, Path file) throws IOException {
      Mirror mirror = Mirror.find(file);
      return mirror == null ? null : of(fleet, mirror.record(), mirror);
    }

    private static OpenRecord of(Fleet fleet, VersionedRecord record, @Nullable Mirror mirror)
        throws IOException {
      boolean known = mirror != null && mirror.record().version() == record.version();
      try {
        Fields open = new Fields(Json.read(record.body()));
        String state = open.text("state");
        boolean claimed = state.equals("spending") || state.equals("replaying");
        return new OpenRecord(
            state,
            open.integer("generation", 0),
            (int) open.integer("attempt", 0),
            claimed ? open.text("owner_name", "") : null,
            claimed && fleet.isThisHost(open.text("owner", "")),
            open.integer("expires_at", 0),
            open.text("key", ""),
            mirror != null && known ? Duration.ofMillis(mirror.seen().age()) : null,
            mirror == null ? null : Duration.ofMillis(mirror.ahead()));
      } catch (JsonException e) {
        throw new IOException("a record cannot be understood", e);
      }
    }
  }
}
