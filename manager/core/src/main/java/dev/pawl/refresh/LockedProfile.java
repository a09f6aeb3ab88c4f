package dev.pawl.refresh;

import dev.pawl.cache.table.SlotRecord;
import dev.pawl.cache.table.SlotRecord.Cooldown;
import dev.pawl.cache.table.SlotRecord.Verdict;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.file.DamagedFileException;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.MemoryFile;
import dev.pawl.file.NewerFormatException;
import dev.pawl.jfr.FlightRecords;
import dev.pawl.lock.KernelLock;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.Revocation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.Timeouts;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.CredentialStore;
import dev.pawl.spi.Grant;
import dev.pawl.store.AnswerBond;
import dev.pawl.store.AnswerFile;
import dev.pawl.store.Journal;
import dev.pawl.store.JournalRecord;
import dev.pawl.store.UnjudgedAnswer;
import dev.pawl.token.TokenException;
import dev.pawl.transport.ConfigurationException;
import dev.pawl.wire.AnswerTap;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What whoever holds a profile's refresh lock works with: store, journal, published state and
 * endpoint. Made for one transaction, used by one thread, with the lock held.
 */
public final class LockedProfile {
  private static final Logger LOG = System.getLogger(LockedProfile.class.getName());

  private static final long UNSEEN_MILLIS = 5_000;

  private final ProfileFiles profile;
  private final PublishedState shared;
  private final TokenEndpoint endpoint;
  private final Timeouts timeouts;
  private final SpendPermits permits;
  private final Tenure tenure;
  private final CredentialStore store;
  private final Journal journal;
  private final AnswerFile answer;
  private final SharedContext context;

  private JournalRecord spends = JournalRecord.EMPTY;
  private final List<FileIdentity> settings;
  private @Nullable MemoryFile unseen;
  private @Nullable Grant saved;
  private @Nullable Long skew;

  /**
   * Under what it works.
   *
   * @param lock of the profile, held
   * @param closed whether the manager is
   */
  public record Tenure(KernelLock.Held lock, BooleanSupplier closed) {}

  public LockedProfile(
      ProfileFiles profile, PublishedState shared, SharedContext context, Tenure tenure)
      throws IOException {
    this.profile = profile;
    this.shared = shared;
    this.endpoint = context.endpoint();
    this.timeouts = context.timeouts();
    this.permits = context.permits();
    this.tenure = tenure;
    this.store = profile.store();
    this.journal = profile.journal();
    this.answer = profile.answer();
    this.context = context;
    this.settings = profile.settings().identities();
  }

  public String name() {
    return profile.name();
  }

  /**
   * What the settings say now of spends of this profile.
   *
   * @throws IOException if they cannot be read, or make no sense
   */
  public SpendPolicy policy() throws IOException {
    return context.policy(name());
  }

  /** Checks that the machine's settings permit {@code login} to be stored. */
  public void requirePermitted(Grant login) throws IOException {
    TokenException refusal = profile.refusal(login);
    if (refusal != null) {
      throw refusal;
    }
  }

  public CredentialStore store() {
    return store;
  }

  public Journal journal() {
    return journal;
  }

  public long millis() {
    return profile.clock().millis();
  }

  boolean isClosed() {
    return tenure.closed().getAsBoolean();
  }

  /** Whether only a login helps {@code grant}. */
  public boolean isDead(Grant grant) {
    return spends.stateOf(grant) == JournalRecord.State.DEAD;
  }

  /** What the journal said when this transaction began. */
  public JournalRecord spends() {
    return spends;
  }

  /**
   * Reads journal and store, and mends what a crash or another tool left: an answer that a dead
   * process had read comes right after the store's own successor, and before any decision. Null if
   * logged out.
   *
   * @throws NewerFormatException if a newer Pawl has the directory by now: nothing was changed
   */
  @Nullable
  public Grant open() throws IOException {
    StateFormat.requireKnown(profile.directory());
    shared.prepareToPublish();
    Grant grant = openStore();
    if (finishAnswer(grant)) {
      grant = openStore();
    }
    if (tried().finish(grant)) {
      saved = null;
      grant = openStore();
    }
    return grant;
  }

  private @Nullable Grant openStore() throws IOException {
    spends = readJournal();
    store.parkedAt(spends.parked());
    CredentialStore.Opened opened = store.open(newestGeneration(), spends::hasSpent);
    report(opened.note());
    dispose(opened);
    Grant grant = opened.grant();
    if (grant != null && spends.isLost() && !grant.isTombstone()) {
      force(spends.boundTo(grant, millis()));
    }
    if (grant != null) {
      spends = spends.since(grant);
      lookAtParked(grant);
    }
    return grant;
  }

  /* The store has looked there already: a successor that it found was saved. */
  private void lookAtParked(Grant grant) throws IOException {
    MemoryFile parked = spends.awaited(grant);
    if (parked != null && parked.look() == MemoryFile.Sight.UNSEEN) {
      unseen = parked;
    } else if (spends.speaksOf(grant) && spends.state() == JournalRecord.State.PARKED) {
      force(spends.inDoubt(spends.trouble()));
    }
  }

  /**
   * Why the refresh token of {@code grant} must not be presented by this process; null if it may:
   * its successor could not be counted, or may lie in memory where only others can look.
   */
  @Nullable TokenException unspendable(Grant grant) {
    if (newest(grant) >= Grant.MAX_GENERATION) {
      return TokenException.logIn(
          "profile "
              + name()
              + " has the last generation that can be counted, so it cannot be refreshed; log in"
              + " again, and it counts from 1");
    }
    return unseen == null
        ? null
        : TokenException.tryLater(
            "the refreshed login of profile "
                + name()
                + " may lie in memory in "
                + unseen.path()
                + ", where this process cannot look, or which others can change; run pawl token "
                + name()
                + " in the session that can, close the directory to others, or log in again",
            UNSEEN_MILLIS);
  }

  /** Notes that {@code spend} was answered and that its successor lies in memory, if it does. */
  boolean park(JournalRecord spend) {
    if (!store.isParked()) {
      return false;
    }
    try {
      force(spend.inMemory());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the place stands in the intent: {0}", e.getMessage());
    }
    return true;
  }

  /** The answer to a login by refresh token that is not stored yet. */
  public TrialAnswer tried() throws IOException {
    boolean offDisk = store.keepsOffDisk() || profile.placement().isVault();
    MemoryFile place = store.parking();
    AnswerFile file =
        !offDisk
            ? profile.directory().trial(name())
            : place == null ? null : StateDirectory.trial(place);
    return new TrialAnswer(this, policy(), file);
  }

  /* What a lost journal said nobody knows: as careful as if whatever is stored had been spent. */
  private JournalRecord readJournal() throws IOException {
    try {
      return journal.read();
    } catch (DamagedFileException e) {
      report(journal.startOver() + "; a spend without an answer is assumed");
      return journal.read();
    }
  }

  /* For a login in a vault in memory, or nowhere. */
  private @Nullable AnswerFile answer() {
    MemoryFile place = store.parking();
    if (!store.keepsOffDisk()) {
      return answer;
    }
    return place == null ? null : StateDirectory.answer(place);
  }

  /* Wiped only after it was saved, or judged for good. */
  private boolean finishAnswer(@Nullable Grant stored) throws IOException {
    AnswerFile answer = answer();
    if (answer == null || !answer.isThere()) {
      return false;
    }
    UnjudgedAnswer left = answer.read();
    if (left != null) {
      new LeftAnswer(this, policy(), left).settle(stored);
      keepCopy();
      saved = null;
    }
    answer.wipe();
    return left != null;
  }

  /** Has the answer to the attempt that {@code sent} announces kept as it arrives. */
  KeptAnswer keepAnswer(Case sent) throws IOException {
    AnswerFile answer = answer();
    if (answer == null) {
      return new KeptAnswer(null);
    }
    Grant grant = sent.grant();
    return new KeptAnswer(
        answer.begin(
            new AnswerBond(
                sent.spends().attempt(),
                grant.generation(),
                Objects.requireNonNull(grant.tokens().fingerprint()),
                grant.client(),
                sent.requirement().rejected() >= grant.generation())));
  }

  /** Whether the next holder of the lock finds {@code successor} in the raw answer. */
  boolean isAnswerKept(Grant successor) {
    try {
      AnswerFile file = answer();
      UnjudgedAnswer left = file == null ? null : file.read();
      return left != null && new LeftAnswer(this, policy(), left).brings(successor);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the raw answer cannot be read: {0}", e.getMessage());
      return false;
    }
  }

  /** Forgets the raw answer, now that it is saved or judged for good. */
  void forgetAnswer() {
    try {
      AnswerFile file = answer();
      if (file != null) {
        file.wipe();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the raw answer stays until the next turn: {0}", e.getMessage());
    }
  }

  /** The newest generation that journal or cache know of. */
  long newestGeneration() {
    return Math.max(spends.generation(), shared.newestGeneration());
  }

  /**
   * The generation of the next change: greater than any that was ever seen. After the last one it
   * is 1: readers go by the slot's stamp, and the journal that is written next forgets the old
   * count. A crash before that makes of it a change by another tool.
   */
  public long nextGeneration(@Nullable Grant present) {
    long newest = newest(present);
    return newest >= Grant.MAX_GENERATION ? 1 : newest + 1;
  }

  /* What the cache says is believed far below what can be stored: no lie in it takes the room. */
  private long newest(@Nullable Grant present) {
    SlotRecord published = shared.published();
    long seen = published == null ? 0 : published.believed();
    long stored = present == null ? 0 : present.generation();
    return Math.max(Math.max(seen, stored), spends.generation());
  }

  /* A successor whose parent is gone: of use to nobody but a thief if the login ended. */
  private void dispose(CredentialStore.Opened opened) throws IOException {
    Grant orphan = opened.orphan();
    if (orphan != null) {
      Grant present = opened.grant();
      if (present == null || present.isTombstone() || present.origin() == Grant.Origin.LOGIN) {
        revoke(orphan);
      }
      store.clean(false);
    }
  }

  /** Tells the server to forget the refresh token of {@code grant}, if it has one; best effort. */
  public Revocation revoke(Grant grant) {
    String refresh = grant.tokens().refresh();
    if (refresh == null) {
      return new Revocation(Revocation.Result.REVOKED, "");
    }
    Revocation done = endpoint.revoke(grant.client(), refresh, timeouts.revocation());
    LOG.log(Level.DEBUG, "revocation for profile {0}: {1}", name(), done);
    return done;
  }

  /** Has {@code next} on the disk, and goes on from it. */
  public void force(JournalRecord next) throws IOException {
    journal.force(next);
    spends = next;
  }

  /** Goes on from {@code next}, which is to be written with the next change. */
  public void remember(JournalRecord next) {
    spends = next;
  }

  /** The case of {@code grant} as things stand, with the generations that were rejected so far. */
  public Case consider(Grant grant, TokenRequirement requirement) {
    SlotRecord published = shared.published();
    TokenRequirement whole =
        published != null && published.generation() == grant.generation()
            ? requirement.orNewerThan(published.rejectedGeneration())
            : requirement;
    return new Case(grant, spends, whole, shared.freshness(grant), millis());
  }

  /** When the access token of {@code grant} is to be replaced. */
  Freshness freshness(Grant grant) {
    return shared.freshness(grant);
  }

  /** Whether a dead process published a token that it could not save and that still serves. */
  boolean isServedUnsaved(Case at) {
    SlotRecord published = shared.published();
    return published != null
        && published.verdict() == Verdict.UNSAVED
        && published.generation() > at.grant().generation()
        && published.access() != null
        && published.generation() > at.requirement().rejected()
        && !at.requirement().ahead()
        && shared.accepts(published, at.requirement(), at.now());
  }

  /** Publishes the grant at hand with {@code verdict}. */
  void publish(Case at, Verdict verdict) {
    Cooldown cooldown = Backoff.after(at.spends().trouble(), at.now());
    SlotRecord entry = shared.entry(at.grant(), verdict, cooldown, decidedFrom());
    publish(isRejected(at) ? entry.withRejected(at.grant().generation()) : entry);
  }

  /* A token that was forced and is rejected again is the reporter's trouble, not everybody's. */
  private static boolean isRejected(Case at) {
    return at.requirement().spend()
        && at.requirement().rejected() >= at.grant().generation()
        && at.grant().origin() != Grant.Origin.FORCED;
  }

  private List<FileIdentity> decidedFrom() {
    List<FileIdentity> files = new ArrayList<>();
    files.add(store.known());
    files.addAll(settings);
    return files;
  }

  /** Publishes a grant that is saved, or that is held in memory as {@code UNSAVED}. */
  public SlotRecord publish(Grant grant, Verdict verdict) {
    return publish(shared.entry(grant, verdict, Cooldown.NONE, decidedFrom()));
  }

  /** Publishes that nobody may use {@code grant} if the machine's settings forbid it: says why. */
  @Nullable TokenException forbidden(Grant grant) throws IOException {
    TokenException refusal = profile.refusal(grant);
    if (refusal != null) {
      publish(shared.bare(grant.generation(), Verdict.MISCONFIGURED, decidedFrom()));
    }
    return refusal;
  }

  private SlotRecord publish(SlotRecord news) {
    SlotRecord entry = news.withSkew(skewMillis());
    shared.publish(entry, store.keepsOffDisk());
    FlightRecords.published(name(), entry);
    return entry;
  }

  private long skewMillis() {
    SlotRecord published = shared.published();
    return skew != null ? skew : published == null ? 0 : published.skewMillis();
  }

  /** Sends every reader to the store until something is published. */
  public void changing() {
    shared.changing();
  }

  /** Publishes that nobody is logged in. A file that is gone is a logout as any other. */
  public TokenException nobody(@Nullable Grant tombstone) throws IOException {
    SlotRecord published = shared.published();
    if (tombstone != null) {
      publish(tombstone, Verdict.LOGGED_OUT);
    } else if (published != null && published.verdict() == Verdict.LOGGED_OUT) {
      publish(shared.nobody(published.generation(), decidedFrom()));
    } else {
      forget();
    }
    return TokenException.logIn("nobody is logged in as profile " + name() + "; log in");
  }

  private void forget() throws IOException {
    long generation = nextGeneration(null);
    if (newestGeneration() > 0) {
      journal.create();
      journal.force(spends.replaced(generation, null));
      store.clean(true);
    }
    publish(shared.nobody(generation, decidedFrom()));
  }

  /** A permit to spend at the issuer of {@code grant}; null if all are out. */
  public SpendPermits.@Nullable Permit permit(Grant grant) throws IOException {
    return permits.tryTake(grant.client().issuer());
  }

  /** The complaint of a login that got no permit. */
  public TokenException exhausted(Grant grant) throws IOException {
    return permits.exhausted(grant.client().issuer());
  }

  /** As below, and nothing is kept of the answer before it is understood. */
  SpendOutcome present(Grant grant, ErrorCodes errors) {
    return present(grant, errors, AnswerTap.NONE);
  }

  /** The one place where a refresh token goes out. */
  public SpendOutcome present(Grant grant, ErrorCodes errors, AnswerTap tap) {
    try {
      SpendOutcome outcome =
          endpoint.spend(Presentation.of(grant, errors), timeouts.request(), tap);
      if (outcome instanceof SpendOutcome.Granted granted) {
        skew = granted.serverDateSkewMillis();
      }
      return outcome;
    } catch (ConfigurationException e) {
      return new SpendOutcome.NotSent(String.valueOf(e.getMessage()));
    }
  }

  /** Runs {@code work} while the JVM's exit waits for it, at most as long as a spend may take. */
  public <T> T delayingExit(ProtectedThread.Work<T> work) throws IOException {
    return ProtectedThread.delayingExit(timeouts.spend(), work);
  }

  /** Has the JVM's exit wait, at most as long as a spend may take. */
  ProtectedThread.ExitDelay delayExit() {
    return ProtectedThread.delayExit(timeouts.spend());
  }

  /**
   * Checks that the refresh lock still keeps everybody else away; before a spend.
   *
   * @throws TokenException TRY_LATER if it was lost
   */
  void requireLock() throws IOException {
    if (!tenure.lock().isValid()) {
      throw TokenException.tryLater(
          "profile " + name() + ": the lock file was replaced meanwhile; nothing was sent", 1_000);
    }
  }

  /**
   * Takes the refresh lock once more if it was lost; before a save.
   *
   * @throws IOException if somebody else has it by now
   */
  void regainLock() throws IOException {
    if (!tenure.lock().regain()) {
      throw new IOException("the lock file was replaced, and somebody else has the lock by now");
    }
  }

  /** Whether {@code parent} is what is stored. */
  boolean isStored(Grant parent) throws IOException {
    Grant present = store.peek();
    return present != null
        && present.generation() == parent.generation()
        && present.tokens().equals(parent.tokens());
  }

  /** Remembers what was saved in this transaction, and by which spend, for {@link #keepCopy}. */
  public void saved(Grant grant, JournalRecord spend) {
    saved = grant;
    spends = spend;
  }

  /**
   * Keeps the last good copy of what this transaction saved, and notes that its parent was spent.
   */
  public void keepCopy() {
    if (saved == null) {
      return;
    }
    store.keepCopy(saved);
    try {
      if (!spends.speaksOf(saved)) {
        journal.note(spends.replaced(saved.generation(), saved.tokens().fingerprint()));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the record of the spend stays: {0}", e.getMessage());
    }
  }

  static void report(@Nullable String note) {
    if (note != null) {
      LOG.log(Level.WARNING, "{0}", note);
    }
  }
}
