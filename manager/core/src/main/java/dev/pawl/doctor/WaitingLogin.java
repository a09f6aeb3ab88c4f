package dev.pawl.doctor;

import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StoreKindPeek;
import dev.pawl.file.MemoryFile;
import dev.pawl.store.FileStore;
import dev.pawl.store.GrantFile;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.vault.VaultRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * That a refreshed login waits in memory for its vault, for reports; takes no lock.
 *
 * @param place the file in memory
 * @param vault which vault is to take it: {@code keychain}, {@code secret-service}
 * @param known false if it only may lie there, since this process cannot look
 */
public record WaitingLogin(Path place, String vault, boolean known) {

  /** The one of {@code profile}; null if there is none. A login in a file costs no parser. */
  static @Nullable WaitingLogin of(StateDirectory directory, String profile) {
    String kind = StoreKindPeek.of(directory, profile);
    if (kind.equals(FileStore.KIND) || kind.equals(StoreKindPeek.FLEET)) {
      return null;
    }
    try {
      JournalRecord journal = directory.journal(profile).read();
      VaultRecord stored = VaultRecord.find(directory.record(profile));
      MemoryFile place = journal.parked();
      boolean speaks =
          stored != null
              && !stored.withoutSecrets().isTombstone()
              && stored.withoutSecrets().generation() == journal.generation();
      return place == null || !speaks ? null : at(place, kind, journal);
    } catch (IOException e) {
      return null; // the state says what is wrong
    }
  }

  private static @Nullable WaitingLogin at(MemoryFile place, String kind, JournalRecord journal)
      throws IOException {
    if (journal.state() != JournalRecord.State.PARKED && !journal.isUnderWay()) {
      return null;
    }
    MemoryFile.Sight sight = place.look();
    boolean here = sight == MemoryFile.Sight.HERE && holds(place.path());
    return here || sight == MemoryFile.Sight.UNSEEN
        ? new WaitingLogin(place.path(), kind, here)
        : null;
  }

  private static boolean holds(Path place) throws IOException {
    return GrantFile.complete(place) != null || AnswerFile.of(place).read() != null;
  }

  /** The vault, for people. */
  public static String word(String kind) {
    return kind.equals("keychain") ? "keychain" : "keyring";
  }

  /** Where it lies and what it waits for. */
  public String sentence() {
    return known
        ? "the refreshed login lies in memory, in "
            + place
            + ", until the "
            + word(vault)
            + " takes it; it is lost with a restart"
        : "the refreshed login may lie in memory in " + place + ", where this process cannot look";
  }

  /** What has it saved. */
  public String remedy(String profile) {
    return known
        ? "unlock the " + word(vault) + ", then: pawl token " + profile
        : "in the session that sees " + place + ": pawl token " + profile;
  }
}
