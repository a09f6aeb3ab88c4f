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
    return new AnswerFile(grant.resolveSibling(grant.getFileName() + SUFFIX));
  }

  /** The one of {@code profile}; null if there is none. */
  public static @Nullable UnfinishedLogin of(StateDirectory directory, String profile) {
    try {
      AnswerFile file = file(directory.record(profile));
      if (!file.isThere()) {
        MemoryFile memory = directory.journal(profile).read().parked();
        file = memory == null ? file : file(memory.path());
      }
      AnswerFile.Left left = file.isThere() ? file.read() : null;
      return left == null || left.bytes().length == 0
          ? null
          : new UnfinishedLogin(left.bond().client().issuer());
    } catch (IOException e) {
      return null; // the next login or token says what is wrong
    }
  }
}
