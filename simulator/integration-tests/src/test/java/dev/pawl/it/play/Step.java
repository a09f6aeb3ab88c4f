package dev.pawl.it.play;

/**
 * One step of a play.
 *
 * @param act what is done
 * @param manager by which manager
 * @param detail how: which mishap, which moment, how long
 */
record Step(Act act, int manager, int detail) {

  /** What may happen between processes, a server, a disk and people. */
  enum Act {
    TOKEN,
    RENEW,
    SHORT_WHILE,
    ADVISORY_WINDOW,
    LIFETIME,
    CLOCK_BACK,
    MISHAP,
    CRASH_AT_CLOCK,
    CRASH_WHILE_SAVING,
    SERVER_GONE,
    LOGOUT,
    LOGIN,
    ACCESS_REVOKED,
    FAMILY_REVOKED,
    CACHE_DELETED,
    FOREIGN_ROTATION,
    FOREIGN_BACKUP,
    FILE_DELETED,
    FILE_DAMAGED,
    JOURNAL_DAMAGED;

    /** Whether somebody touched the files who keeps to no rule. */
    boolean isForeign() {
      return switch (this) {
        case FOREIGN_ROTATION, FOREIGN_BACKUP, FILE_DELETED, FILE_DAMAGED, JOURNAL_DAMAGED -> true;
        default -> false;
      };
    }
  }
}
