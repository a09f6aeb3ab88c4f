package dev.pawl.fleet;

/**
 * What came of a {@link RecordStore#compareAndSet}.
 *
 * @param outcome whether it was applied
 * @param version of the record that was written; 0 if nothing was
 */
public record Written(Outcome outcome, long version) {
  /** The record was another one at that moment, whoever has the print; nothing was changed. */
  public static final Written CONFLICT = new Written(Outcome.CONFLICT, 0);

  /** The version fits, but another profile has that print; nothing was changed. */
  public static final Written PRINT_TAKEN = new Written(Outcome.PRINT_TAKEN, 0);

  /** Whether a write was applied. */
  public enum Outcome {
    /** The record is stored: no acknowledged write is ever lost. */
    APPLIED,
    /** See {@link Written#CONFLICT}. */
    CONFLICT,
    /** See {@link Written#PRINT_TAKEN}. */
    PRINT_TAKEN
  }

  /** It is stored as {@code version}. */
  public static Written applied(long version) {
    return new Written(Outcome.APPLIED, version);
  }

  /** Whether it is stored. */
  public boolean isApplied() {
    return outcome == Outcome.APPLIED;
  }
}
