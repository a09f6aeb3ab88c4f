package dev.pawl.refresh.locked;

import dev.pawl.directory.StateDirectory;
import dev.pawl.file.MemoryFile;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantStore;
import dev.pawl.store.journal.AnswerBond;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.UnjudgedAnswer;
import dev.pawl.token.TokenRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the raw answers to a profile's requests are kept: beside its grant; for a login in a vault
 * in memory, or nowhere. For one transaction and its thread.
 */
public final class AnswerFiles {
  private static final Logger LOG = System.getLogger(AnswerFiles.class.getName());

  private final ProfileFiles profile;
  private final GrantStore store;
  private final AnswerFile beside;

  AnswerFiles(ProfileFiles profile, GrantStore store) {
    this.profile = profile;
    this.store = store;
    this.beside = profile.answer();
  }

  /** The file of the answer to a refresh; null if there is no place for one. */
  public @Nullable AnswerFile ofRefresh() {
    MemoryFile place = store.parking();
    if (!store.keepsOffDisk()) {
      return beside;
    }
    return place == null ? null : StateDirectory.answer(place);
  }

  /** The file of the answer to a trial; null if there is no place for one. */
  @Nullable AnswerFile ofTrial() throws IOException {
    boolean offDisk = store.keepsOffDisk() || profile.placement().isVault();
    MemoryFile place = store.parking();
    return !offDisk
        ? profile.directory().trial(profile.name())
        : place == null ? null : StateDirectory.trial(place);
  }

  /** Has the answer to the attempt that {@code sent} announces kept as it arrives. */
  public KeptAnswer keep(Case sent) throws IOException {
    AnswerFile file = ofRefresh();
    if (file == null) {
      return new KeptAnswer(null, store);
    }
    Grant grant = sent.grant();
    return new KeptAnswer(
        file.begin(
            new AnswerBond(
                sent.spends().attempt(),
                grant.generation(),
                Objects.requireNonNull(grant.tokens().fingerprint()),
                grant.client(),
                sent.requirement().request() == null
                    ? sent.requirement().rejected() >= grant.generation()
                    : sent.requirement().rejected() > 0,
                !sent.requirement().claims().isEmpty(),
                key(sent.requirement().request()))),
        store);
  }

  private static String key(@Nullable TokenRequest request) {
    return request == null ? "" : request.key();
  }

  /** Whether the next holder of the lock finds {@code successor} in the raw answer. */
  public boolean bring(Grant successor, ErrorCodes errors) {
    try {
      AnswerFile file = ofRefresh();
      UnjudgedAnswer left = file == null ? null : file.read();
      return left != null && new LeftAnswer(left, false, errors).brings(successor);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the raw answer cannot be read: {0}", e.getMessage());
      return false;
    }
  }

  /** Forgets the raw answer to a refresh, now that it is saved or judged for good. */
  public void forget() {
    try {
      AnswerFile file = ofRefresh();
      if (file != null) {
        file.wipe();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the raw answer stays until the next transaction: {0}", e.getMessage());
    }
  }
}
