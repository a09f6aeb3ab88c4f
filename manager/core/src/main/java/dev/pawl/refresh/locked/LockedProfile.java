package dev.pawl.refresh.locked;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantStore;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.SpendJournal;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A profile whose refresh lock is held: its store, its journal and the count of its generations,
 * and beside them its answers, its issuer and those who are told. Made for one transaction, used by
 * one thread, with the lock held.
 */
public final class LockedProfile {
  private static final Logger LOG = System.getLogger(LockedProfile.class.getName());

  private final ProfileFiles profile;
  private final SharedContext context;
  private final LockTenure tenure;
  private final GrantStore store;
  private final SpendJournal journal;
  private final AnswerFiles answers;
  private final IssuerAccess issuer;
  private final Publisher publisher;

  private JournalRecord spends = JournalRecord.EMPTY;
  private @Nullable Grant saved;
  private boolean replacing;

  /** What is done to a profile while its refresh lock is held. */
  public interface Work<T> {
    T run(LockedProfile locked) throws IOException;
  }

  public LockedProfile(
      ProfileFiles profile, PublishedState shared, SharedContext context, LockTenure tenure)
      throws IOException {
    this.profile = profile;
    this.context = context;
    this.tenure = tenure;
    ProfileFiles.Stored stored = profile.stored();
    this.store = stored.store();
    this.journal = stored.journal();
    this.answers = new AnswerFiles(profile, store);
    this.issuer = new IssuerAccess(profile.name(), context);
    this.publisher = new Publisher(profile, shared, store, issuer);
  }

  public String name() {
    return profile.name();
  }

  public StateDirectory directory() {
    return profile.directory();
  }

  public long millis() {
    return profile.clock().millis();
  }

  /** Under what the transaction works. */
  public LockTenure tenure() {
    return tenure;
  }

  public GrantStore store() {
    return store;
  }

  public SpendJournal journal() {
    return journal;
  }

  /** Where the raw answers lie. */
  public AnswerFiles answers() {
    return answers;
  }

  /** Who issued its login. */
  public IssuerAccess issuer() {
    return issuer;
  }

  /** Tells every process. */
  public Publisher publisher() {
    return publisher;
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

  /** Publishes that nobody may use {@code grant} if the machine's settings forbid it: says why. */
  public @Nullable TokenException forbidden(Grant grant) throws IOException {
    TokenException refusal = profile.refusal(grant);
    if (refusal != null) {
      publisher.publishForbidden(grant);
    }
    return refusal;
  }

  /** What the journal says of spends, as this transaction has read or written it last. */
  public JournalRecord spends() {
    return spends;
  }

  /** Has {@code next} on the disk, and goes on from it. */
  public void force(JournalRecord next) throws IOException {
    journal.force(next);
    spends = next;
  }

  /** Goes on from {@code next}, which is read, or is to be written with the next change. */
  public void remember(JournalRecord next) {
    spends = next;
  }

  /** Whether only a login helps {@code grant}. */
  public boolean isDead(Grant grant) {
    return spends.stateOf(grant) == JournalRecord.State.DEAD;
  }

  /** The case of {@code grant} as things stand, with the generations that were rejected so far. */
  public Case consider(Grant grant, TokenRequirement requirement) {
    TokenRequest request = requirement.request();
    if (request != null) { // what was rejected of the login's own token is no matter, and stays so
      publisher.keepRejection(grant);
      Freshness freshness = publisher.freshness(grant.tokens().requested().get(request.key()));
      return new Case(grant, spends, requirement, freshness, millis());
    }
    SlotRecord published = publisher.published();
    TokenRequirement whole =
        published != null && published.generation() == grant.generation()
            ? requirement.orNewerThan(published.rejectedGeneration())
            : requirement;
    return new Case(grant, spends, whole, publisher.freshness(grant), millis());
  }

  /** The newest generation that journal or cache know of. */
  public long newestGeneration() {
    return Math.max(spends.generation(), publisher.newestGeneration());
  }

  /** Whether no generation can be counted after all that were seen, that of {@code present} too. */
  public boolean isAtEndOfCount(Grant present) {
    return newest(present) >= Grant.MAX_GENERATION;
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
    SlotRecord published = publisher.published();
    long seen = published == null ? 0 : published.believed();
    long stored = present == null ? 0 : present.generation();
    return Math.max(Math.max(seen, stored), spends.generation());
  }

  /** Publishes that nobody is logged in. A file that is gone is a logout as any other. */
  public TokenException nobody(@Nullable Grant tombstone) throws IOException {
    SlotRecord published = publisher.published();
    if (tombstone != null) {
      publisher.publish(tombstone, Verdict.LOGGED_OUT);
    } else if (published != null && published.verdict() == Verdict.LOGGED_OUT) {
      publisher.publishNobody(published.generation());
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
    publisher.publishNobody(generation);
  }

  /** Has the JVM's exit wait, at most as long as a spend may take. */
  public ProtectedThread.ExitDelay delayExit() {
    return ProtectedThread.delayExit(context.timeouts().spend());
  }

  /** Whether {@code parent} is what is stored. */
  public boolean isStored(Grant parent) throws IOException {
    Grant present = store.readGrant();
    return present != null
        && present.generation() == parent.generation()
        && present.tokens().equals(parent.tokens());
  }

  /** Stores {@code grant} over {@code present}. */
  public void replace(Grant grant, @Nullable Grant present) throws IOException {
    replacing = true;
    store.replace(grant, present);
  }

  /** Whether that was begun: then the store may hold the new grant, whatever was thrown. */
  public boolean mayHaveReplaced() {
    return replacing;
  }

  /** Remembers what was saved in this transaction, and by which spend, for {@link #keepCopy}. */
  public void saved(Grant grant, JournalRecord spend) {
    saved = grant;
    spends = spend;
  }

  /**
   * Keeps the last good copy of what this transaction saved since the last one, and notes that its
   * parent was spent.
   */
  public void keepCopy() {
    Grant grant = saved;
    if (grant == null) {
      return;
    }
    saved = null;
    store.keepCopy(grant);
    try {
      if (!spends.speaksOf(grant)) {
        journal.note(spends.replaced(grant.generation(), grant.tokens().fingerprint()));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the record of the spend stays: {0}", e.getMessage());
    }
  }
}
