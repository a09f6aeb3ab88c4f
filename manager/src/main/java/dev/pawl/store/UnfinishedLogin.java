package dev.pawl.store;

import dev.pawl.spi.MemoryFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * That a login by refresh token was answered and is not stored, for reports; takes no lock.
 *
 * @param issuer that answered
 */
public record UnfinishedLogin(String issuer) {
  private static final String SUFFIX = ".trial";

  /** The file of the answer to a trial of the grant at {@code grant}. */
  static AnswerFile file(Path grant) {
    return new AnswerFile(beside(grant));
  }

  private static Path beside(Path grant) {
    return grant.resolveSibling(grant.getFileName() + SUFFIX);
  }

  /** The one of {@code profile}; null if there is none. */
  public static @Nullable UnfinishedLogin of(StateDirectory directory, String profile) {
    Path grant = directory.record(profile);
    if (beside(grant).toFile().exists()) {
      return in(file(grant));
    }
    boolean vault =
        !grant.toFile().exists() || !Whereabouts.of(directory, profile).equals(FileStore.KIND);
    return vault ? inMemory(directory, profile) : null; // a warm status parses nothing
  }

  private static @Nullable UnfinishedLogin inMemory(StateDirectory directory, String profile) {
    try {
      MemoryFile memory = directory.journal(profile).read().parked();
      AnswerFile file = memory == null ? null : file(memory.path());
      return file == null || !file.isThere() ? null : in(file);
    } catch (IOException e) {
      return null; // the next login or token says what is wrong
    }
  }

  private static @Nullable UnfinishedLogin in(AnswerFile file) {
    try {
      AnswerFile.Left left = file.read();
      return left == null || left.bytes().length == 0
          ? null
          : new UnfinishedLogin(left.bond().client().issuer());
    } catch (IOException e) {
      return null; // the next login or token says what is wrong
    }
  }
}
