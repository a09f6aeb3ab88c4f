package dev.pawl.store.journal;

import dev.pawl.file.DamagedFileException;
import java.io.IOException;

/**
 * The write-ahead record of a profile's spends. Every method but {@link #read} needs the profile's
 * refresh lock. A record that must last before the next step is forced; a record that only spares
 * somebody a request is not.
 */
public interface SpendJournal {

  /** Makes room, so that no later record can fail for lack of it. */
  void create() throws IOException;

  /**
   * The newest record; {@link JournalRecord#EMPTY} if nothing was ever written.
   *
   * @throws DamagedFileException if the newest record may be gone
   */
  JournalRecord read() throws IOException;

  /** Begins a journal that doubts whatever is stored in place of a damaged one; says so. */
  String startOver() throws IOException;

  /** Writes {@code next}, for good when this returns. */
  void force(JournalRecord next) throws IOException;

  /** Writes {@code next} for others to see; a power cut may undo it. */
  void note(JournalRecord next) throws IOException;
}
