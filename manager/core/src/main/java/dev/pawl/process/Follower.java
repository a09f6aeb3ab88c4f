package dev.pawl.process;

import java.time.Duration;

/** Whoever watches a command while it runs. Called on the thread that runs it; must not block. */
public interface Follower {
  /** Nobody. */
  Follower NONE = new Follower() {};

  /** Where a line was written. */
  enum Channel {
    /** The command's standard output. */
    OUTPUT,
    /** Its standard error. */
    ERRORS
  }

  /** A whole line of the command, what is not plainly visible spelt out; it may be a secret. */
  default void line(Channel channel, String line) {}

  /** The command has run for {@code soFar} and is still at it; told once. */
  default void stillRunning(Duration soFar) {}
}
