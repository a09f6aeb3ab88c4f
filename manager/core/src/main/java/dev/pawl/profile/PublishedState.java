package dev.pawl.profile;

import dev.pawl.cache.CacheAccess;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.clock.TokenClock;
import dev.pawl.file.DamagedFileException;
import dev.pawl.file.FileIdentity;
import dev.pawl.jfr.FlightRecords;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.Snapshot.Source;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.RequestedToken;
import dev.pawl.store.GrantStore;
import dev.pawl.store.journal.JournalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a profile's news are read and written: its slot in the shared cache or, without one, the
 * store's file itself. Thread-safe.
 */
public final class PublishedState {
  private final ProfileFiles profile;
  private final GrantStore store;
  private final TokenClock clock;
  private final Settings settings;
  private final CacheAccess cache;
  private final double spread;
  private final AccessTokenMemo values;
  private final BooleanSupplier leads;

  private final Adoption.Memory adoptions = new Adoption.Memory();

  /* What this process published and could not save: the store does not know of it. */
  private volatile @Nullable SlotRecord unsaved;

  /**
   * @param leads whether a caller who names no profile means this one; asked after the slot is read
   */
  public PublishedState(
      ProfileFiles profile, CacheAccess cache, double spread, BooleanSupplier leads) {
    this.profile = profile;
    this.store = profile.store();
    this.clock = profile.clock();
    this.settings = profile.settings();
    this.cache = cache;
    this.spread = spread;
    this.values = new AccessTokenMemo(store);
    this.leads = leads;
  }

  /**
   * What is known now; {@code last} is built upon if it still holds. It is kept for callers without
   * another look only while this profile leads.
   */
  public Snapshot look(@Nullable Snapshot last) {
    TokenSlot slot = cache.slot();
    if (slot == null) {
      return fromStore(last, null);
    }
    TokenSlot.Reading seen = slot.read();
    if (seen == null || seen.record().generation() == 0) {
      FlightRecords.cacheMissed(profile.name());
      return fromStore(last, slot);
    }
    SlotRecord entry = seen.record();
    boolean outdated = !isOver(entry) && !identities().equals(entry.decidedFrom());
    long stamp = leads.getAsBoolean() ? seen.stamp() : -1;
    return snapshot(slot, stamp, outdated, values.complete(entry, last));
  }

  /* A token that has ended is served to nobody, and whoever replaces it reads the files first. */
  private boolean isOver(SlotRecord entry) {
    long now = clock.millis();
    return entry.verdict() == Verdict.GOOD
        && entry.cooldown().equals(Cooldown.NONE)
        && now >= entry.expiresAt();
  }

  /** What the news are kept in: an engine's name, or {@code none}. */
  public String engine() {
    return cache.engine();
  }

  /**
   * Whether the store holds the token of {@code seen}, as Pawl wrote it. Its generation says too
   * little: where all files were deleted, a new login counts from one again.
   */
  public boolean isStored(Snapshot seen) {
    Grant stored = stored(seen);
    return stored != null && Objects.equals(stored.tokens().access(), seen.entry.access());
  }

  /**
   * The stored login that {@code seen} tells of, as Pawl wrote it; null if something else is
   * stored, or something that nobody may use.
   */
  public @Nullable Grant stored(Snapshot seen) {
    return stored(seen.entry.generation());
  }

  /** The stored login whose successor {@code seen} tells of, which is not saved; null if none. */
  public @Nullable Grant storedParent(Snapshot seen) {
    boolean unsaved = seen.entry.verdict() == Verdict.UNSAVED;
    return unsaved ? stored(seen.entry.generation() - 1) : null;
  }

  private @Nullable Grant stored(long generation) {
    try {
      GrantStore.StoredGrant stored = store.read();
      boolean same =
          stored != null
              && isOurs(stored)
              && !stored.grant().isTombstone()
              && profile.refusal(stored.grant()) == null
              && stored.grant().generation() == generation;
      return stored != null && same ? stored.grant() : null;
    } catch (DamagedFileException e) {
      return null;
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  /* A slot that tells nothing is repaired by whoever looks at the store under the lock. */
  private Snapshot fromStore(@Nullable Snapshot last, @Nullable TokenSlot slot) {
    List<FileIdentity> identities = identities();
    SlotRecord own = unsaved;
    if (own != null && own.decidedFrom().equals(identities)) {
      return snapshot(slot, -1, false, own);
    }
    boolean outdated = slot != null;
    if (last != null && last.entry.decidedFrom().equals(identities)) {
      return snapshot(slot, -1, outdated || last.outdated, last.entry);
    }
    try {
      return fromFiles(slot, outdated, identities);
    } catch (DamagedFileException e) {
      return snapshot(slot, -1, true, nobody(0, identities));
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  private Snapshot fromFiles(
      @Nullable TokenSlot slot, boolean outdated, List<FileIdentity> identities)
      throws IOException {
    GrantStore.StoredGrant seen = store.read();
    if (seen == null) {
      return snapshot(slot, -1, outdated, nobody(0, identities));
    }
    SlotRecord entry = fromJournal(seen.grant(), identities);
    return snapshot(slot, -1, outdated || !isOurs(seen), entry);
  }

  /**
   * What is stored, for people: what was published counts only while the file that it was decided
   * from stands there, or holds that very token. Takes no lock.
   *
   * @throws DamagedFileException if the file cannot be understood
   */
  Snapshot survey() throws IOException {
    Snapshot seen = look(null);
    boolean current =
        switch (seen.entry.verdict()) {
          case UNSAVED -> true;
          case MISCONFIGURED -> // or corrected since
              seen.entry.decidedFrom().equals(identities()) && LoginRefusal.to(profile) != null;
          default -> isOfThatFile(seen.entry) || isStored(seen);
        };
    Snapshot found = current ? seen : fromFiles(null, false, identities());
    return found.entry.verdict() == Verdict.LOGGED_OUT ? elsewhere(found) : found;
  }

  /* Where a fleet shares the login, another host may have made one since. */
  private Snapshot elsewhere(Snapshot nobody) throws IOException {
    Grant grant = profile.fleet() == null ? null : store.readGrant();
    return grant == null || grant.isTombstone() ? nobody : told(grant);
  }

  private boolean isOfThatFile(SlotRecord entry) throws IOException {
    List<FileIdentity> decided = entry.decidedFrom();
    return published() != null && !decided.isEmpty() && decided.get(0).equals(profile.identity());
  }

  /** What would be told of {@code grant} if it were stored; of nobody if it is null. */
  Snapshot told(@Nullable Grant grant) throws IOException {
    SlotRecord entry = grant == null ? nobody(0, List.of()) : fromJournal(grant, List.of());
    return snapshot(null, -1, false, entry);
  }

  /* Neither another tool's tokens nor an old backup: those get a generation of their own first. */
  private boolean isOurs(GrantStore.StoredGrant stored) throws IOException {
    Grant grant = stored.grant();
    return stored.sealed() && journal(grant).generation() <= grant.generation();
  }

  /* Without the lock a spend that is announced may be under way: only what is settled counts. */
  private SlotRecord fromJournal(Grant grant, List<FileIdentity> identities) throws IOException {
    if (grant.isTombstone()) {
      return entry(grant, Verdict.LOGGED_OUT, Cooldown.NONE, identities);
    }
    if (profile.refusal(grant) != null) {
      return bare(grant.generation(), Verdict.MISCONFIGURED, identities);
    }
    JournalRecord spends = journal(grant);
    long now = clock.millis();
    Cooldown cooldown = Backoff.after(spends.failures(), now);
    JournalRecord.Failures failures = spends.since(grant).failures();
    boolean refused =
        failures.refusal() != null
            && failures.stands(LoginRefusal.configuration(profile, grant), now);
    return entry(
        grant, refused ? Verdict.MISCONFIGURED : verdict(spends, grant), cooldown, identities);
  }

  private JournalRecord journal(Grant grant) throws IOException {
    try {
      return profile.journal().read();
    } catch (DamagedFileException e) {
      return JournalRecord.EMPTY.spending(grant, 0).inDoubt(JournalRecord.Failures.NONE);
    }
  }

  private static Verdict verdict(JournalRecord spends, Grant grant) {
    if (!spends.speaksOf(grant)) {
      return Verdict.GOOD;
    }
    return switch (spends.state()) {
      case NONE, SPENDING, REPLAYING -> Verdict.GOOD;
      case PARKED -> Verdict.UNSAVED;
      case DOUBT -> Verdict.IN_DOUBT;
      case DEAD -> Verdict.LOGIN_REQUIRED;
    };
  }

  private Snapshot snapshot(
      @Nullable TokenSlot slot, long stamp, boolean outdated, SlotRecord entry) {
    return new Snapshot(
        new Source(slot, stamp, outdated, clock.millis(), clock.nanos()),
        entry,
        profile.name(),
        freshness(entry.issuedAt(), entry.expiresAt()));
  }

  /** The newest generation that any process has published; 0 if none, unsaved or not believed. */
  public long newestGeneration() {
    SlotRecord entry = published();
    return entry == null || entry.verdict() == Verdict.UNSAVED ? 0 : entry.believed();
  }

  /** What stands in the slot; null without one. */
  @Nullable
  public SlotRecord published() {
    TokenSlot slot = cache.slot();
    TokenSlot.Reading seen = slot == null ? null : slot.read();
    return seen == null || seen.record().generation() == 0 ? null : seen.record();
  }

  /** Whether a transaction would give the profile a slot; says so now and then. */
  public boolean wantsSlot() {
    return cache.wantsSlot();
  }

  /** Makes sure that the memory written to is the file that other processes open. */
  public void prepareToPublish() {
    cache.prepareToPublish();
  }

  /** Sends every reader to the slow path until the next {@link #publish}. */
  public void changing() {
    TokenSlot slot = cache.slot();
    if (slot != null) {
      slot.changing();
    }
  }

  /**
   * Tells every process; the caller holds the refresh lock.
   *
   * @param offDisk whether the value must not be written to a disk: then it is told only by a cache
   *     in memory, and is read from the store by whoever needs it otherwise
   */
  public void publish(SlotRecord entry, boolean offDisk) {
    boolean saved = entry.verdict() != Verdict.UNSAVED;
    unsaved = saved ? null : entry;
    if (!saved) {
      values.remember(entry);
    }
    TokenSlot slot = cache.slot();
    if (slot == null) {
      return;
    }
    /* Who uses a bound token needs its key from the store all the same; to others it is of no use. */
    if (entry.key() != null || (offDisk && !cache.isInMemory(slot))) {
      values.remember(entry);
      slot.publish(entry.withoutAccess());
    } else {
      slot.publish(entry);
    }
  }

  /** The news that {@code grant} makes, decided from the given files. */
  public SlotRecord entry(
      Grant grant, Verdict verdict, Cooldown cooldown, List<FileIdentity> identities) {
    return new SlotRecord(
        grant.generation(),
        verdict,
        grant.tokens().issuedAt(),
        grant.tokens().expiresAt(),
        cooldown,
        0,
        0,
        0,
        grant.isTombstone() ? null : grant.tokens().access(),
        ProofKey.of(grant),
        identities);
  }

  /** The news that nobody is logged in, as generation {@code generation}. */
  public SlotRecord nobody(long generation, List<FileIdentity> identities) {
    return bare(generation, Verdict.LOGGED_OUT, identities);
  }

  /** The news of a verdict without a token. */
  public SlotRecord bare(long generation, Verdict verdict, List<FileIdentity> identities) {
    return new SlotRecord(generation, verdict, 0, 0, Cooldown.NONE, 0, 0, null, identities);
  }

  /** Whether the published token meets {@code requirement}. */
  public boolean accepts(SlotRecord published, TokenRequirement requirement, long now) {
    Freshness freshness = freshness(published.issuedAt(), published.expiresAt());
    return requirement.accepts(published.generation(), freshness, now);
  }

  /** The freshness of {@code grant} as this process sees it. */
  public Freshness freshness(Grant grant) {
    return freshness(grant.tokens().issuedAt(), grant.tokens().expiresAt());
  }

  /** The freshness of {@code token} as this process sees it; of none it is over. */
  public Freshness freshness(@Nullable RequestedToken token) {
    return token == null ? Freshness.of(0, 0, 0) : freshness(token.issuedAt(), token.expiresAt());
  }

  private Freshness freshness(long issuedAt, long expiresAt) {
    Freshness reckoned = Freshness.of(issuedAt, expiresAt, spread);
    if (expiresAt == Long.MAX_VALUE || reckoned.lifetime() == 0) {
      return reckoned;
    }
    long now = clock.millis();
    Adoption known = adoptions.of(issuedAt, reckoned, now, clock.nanos());
    return known.isOver(clock.nanos()) ? reckoned.ended() : reckoned.seenAt(issuedAt, now);
  }

  private List<FileIdentity> identities() {
    try {
      List<FileIdentity> identities = new ArrayList<>();
      identities.add(profile.identity());
      identities.addAll(FileIdentity.ofAll(settings.files()));
      return identities;
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }
}
