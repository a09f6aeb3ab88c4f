package dev.pawl.refresh.locked;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.FileIdentity;
import dev.pawl.jfr.FlightRecords;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.spi.Grant;
import dev.pawl.spi.RequestedToken;
import dev.pawl.store.GrantStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells every process what the holder of the refresh lock found or did. For one transaction and its
 * thread.
 */
public final class Publisher {
  private final String profile;
  private final PublishedState shared;
  private final GrantStore store;
  private final IssuerAccess issuer;
  private final List<FileIdentity> settings;

  /* The login's own access token, if everybody knows that it was rejected. */
  private @Nullable String rejected;

  Publisher(ProfileFiles profile, PublishedState shared, GrantStore store, IssuerAccess issuer)
      throws IOException {
    this.profile = profile.name();
    this.shared = shared;
    this.store = store;
    this.issuer = issuer;
    this.settings = FileIdentity.ofAll(profile.settings().files());
  }

  /** Makes sure that the memory written to is the file that other processes open. */
  public void prepare() {
    shared.prepareToPublish();
  }

  /** What stands in the slot; null without one. */
  @Nullable SlotRecord published() {
    return shared.published();
  }

  /**
   * Has everybody know still, whatever is published for {@code grant} or its successor, that the
   * access token of {@code grant} itself was rejected, if they know it now.
   */
  void keepRejection(Grant grant) {
    SlotRecord published = published();
    if (published != null
        && published.generation() == grant.generation()
        && published.rejectedGeneration() >= grant.generation()) {
      rejected = grant.tokens().access();
    }
  }

  /** The newest generation that any process has published; 0 if none, unsaved or not believed. */
  long newestGeneration() {
    return shared.newestGeneration();
  }

  /** When the access token of {@code grant} is to be replaced. */
  public Freshness freshness(Grant grant) {
    return shared.freshness(grant);
  }

  /** When {@code token}, which a login has besides its own, is to be replaced. */
  Freshness freshness(@Nullable RequestedToken token) {
    return shared.freshness(token);
  }

  /** Whether a dead process published a token that it could not save and that still serves. */
  public boolean isServedUnsaved(Case at) {
    SlotRecord published = published();
    return published != null
        && published.verdict() == Verdict.UNSAVED
        && published.generation() > at.grant().generation()
        && published.access() != null
        && published.generation() > at.requirement().rejected()
        && !at.requirement().ahead()
        && shared.accepts(published, at.requirement(), at.now());
  }

  /** Sends every reader to the store until something is published. */
  public void changing() {
    shared.changing();
  }

  /** Publishes the grant at hand with {@code verdict}. */
  public void publish(Case at, Verdict verdict) {
    Cooldown cooldown = Backoff.after(at.spends().failures(), at.now());
    SlotRecord entry = shared.entry(at.grant(), verdict, cooldown, decidedFrom());
    publish(isRejected(at) ? entry.withRejected(entry.generation()) : entry);
  }

  /* A token that was forced and is rejected again is the affair of whoever reports it, not everybody's. */
  private static boolean isRejected(Case at) {
    return at.requirement().spend()
        && at.requirement().request() == null
        && at.requirement().rejected() >= at.grant().generation()
        && at.grant().origin() != Grant.Origin.FORCED;
  }

  /** Publishes a grant that is saved, or that is held in memory as {@code UNSAVED}. */
  public void publish(Grant grant, Verdict verdict) {
    publish(shared.entry(grant, verdict, Cooldown.NONE, decidedFrom()));
  }

  /** Publishes that the machine's settings forbid {@code grant}. */
  void publishForbidden(Grant grant) {
    publish(shared.bare(grant.generation(), Verdict.MISCONFIGURED, decidedFrom()));
  }

  /** Publishes that nobody is logged in, as generation {@code generation}. */
  void publishNobody(long generation) {
    publish(shared.nobody(generation, decidedFrom()));
  }

  private List<FileIdentity> decidedFrom() {
    List<FileIdentity> files = new ArrayList<>();
    files.add(store.known());
    files.addAll(settings);
    return files;
  }

  private void publish(SlotRecord news) {
    boolean known = rejected != null && rejected.equals(news.access());
    SlotRecord told = known ? news.withRejected(news.generation()) : news;
    SlotRecord entry = told.withSkew(skewMillis());
    shared.publish(entry, store.keepsOffDisk());
    FlightRecords.published(profile, entry);
  }

  private long skewMillis() {
    Long told = issuer.skewMillis();
    SlotRecord published = published();
    return told != null ? told : published == null ? 0 : published.skewMillis();
  }
}
