package dev.pawl.profile;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.DamagedFileException;
import dev.pawl.policy.StorageProblem;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.store.GrantStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The values of generations whose news came without: a slot has no room, or no permission, for
 * every value. Each is read from the store at most once, since a generation has one value for ever.
 * Thread-safe.
 */
final class AccessTokenMemo {
  private final GrantStore store;

  private volatile @Nullable SlotRecord last;

  AccessTokenMemo(GrantStore store) {
    this.store = store;
  }

  /** Remembers what this process published itself. */
  void remember(SlotRecord entry) {
    if (entry.access() != null) {
      last = entry;
    }
  }

  /** {@code entry} with its value, if that can be had. */
  SlotRecord complete(SlotRecord entry, @Nullable Snapshot before) {
    if (entry.access() != null || entry.expiresAt() == 0) {
      return entry;
    }
    SlotRecord known = before != null && isOf(before.entry, entry) ? before.entry : last;
    if (known != null && isOf(known, entry)) {
      return entry.withAccess(known.access(), known.key());
    }
    return entry.verdict() == Verdict.UNSAVED ? entry : read(entry);
  }

  private static boolean isOf(SlotRecord known, SlotRecord entry) {
    return known.generation() == entry.generation() && known.access() != null;
  }

  private SlotRecord read(SlotRecord entry) {
    try {
      Grant grant = store.readGrant();
      if (grant == null || grant.generation() != entry.generation()) {
        return entry;
      }
      SlotRecord whole = entry.withAccess(grant.tokens().access(), ProofKey.of(grant));
      remember(whole);
      return whole;
    } catch (DamagedFileException e) {
      return entry; // a caller that needs the value recovers the file under the lock
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }
}
