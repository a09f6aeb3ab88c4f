package dev.pawl.cli;

import dev.pawl.TokenException;

/** What a command's exit code says; a contract for scripts. */
final class ExitCode {
  static final int OK = 0;
  static final int LOG_IN = 1;
  static final int USAGE = 2;
  static final int TRY_LATER = 3;
  static final int FIX_CONFIGURATION = 4;

  /** For every help text. */
  static final String[] EXPLAINED = {
    "",
    "Exit codes:",
    "  0  done; the login is usable",
    "  1  not usable: log in",
    "  2  wrong usage",
    "  3  not now: try again later",
    "  4  fix the configuration or this machine first, see pawl doctor"
  };

  private ExitCode() {}

  static int of(TokenException e) {
    return switch (e.reason()) {
      case LOG_IN -> LOG_IN;
      case TRY_LATER -> TRY_LATER;
      case FIX_CONFIGURATION -> FIX_CONFIGURATION;
    };
  }
}
