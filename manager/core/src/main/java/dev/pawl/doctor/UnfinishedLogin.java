package dev.pawl.doctor;

import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StoreKindPeek;
import dev.pawl.file.MemoryFile;
import dev.pawl.store.FileStore;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.UnjudgedAnswer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * That a login by refresh token was answered and is not stored, for reports; takes no lock.
 *
 * @param issuer that answered
 */
public record UnfinishedLogin(String issuer) {
  /** The one of {@code profile}; null if there is none. */
  static @Nullable UnfinishedLogin of(StateDirectory directory, String profile) {
    Path grant = directory.record(profile);
    AnswerFile beside = AnswerFile.ofTrial(grant);
    if (beside.isThere()) {
      return in(beside);
    }
    boolean vault =
        !grant.toFile().exists() || !StoreKindPeek.of(directory, profile).equals(FileStore.KIND);
    return vault ? inMemory(directory, profile) : null; // a warm status parses nothing
  }

  private static @Nullable UnfinishedLogin inMemory(StateDirectory directory, String profile) {
    try {
      MemoryFile memory = directory.journal(profile).read().parked();
      AnswerFile file = memory == null ? null : AnswerFile.ofTrial(memory.path());
      return file == null || !file.isThere() ? null : in(file);
    } catch (IOException e) {
      return null; // the next login or token says what is wrong
    }
  }

  private static @Nullable UnfinishedLogin in(AnswerFile file) {
    try {
      UnjudgedAnswer left = file.read();
      return left == null || left.bytes().length == 0
          ? null
          : new UnfinishedLogin(left.bond().client().issuer());
    } catch (IOException e) {
      return null; // the next login or token says what is wrong
    }
  }
}
