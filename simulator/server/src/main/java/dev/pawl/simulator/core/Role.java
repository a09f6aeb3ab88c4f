package dev.pawl.simulator.core;

/** What an account may have the console do. */
public enum Role {
  /** May create keys of the kind {@code claude_code} only. */
  CLAUDE_CODE,
  /** May create any kind of key. */
  DEVELOPER,
  /** May create none. */
  NONE
}
