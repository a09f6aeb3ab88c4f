package dev.pawl.it.compared;

import java.io.Closeable;
import java.net.URI;
import java.time.Duration;

/** An OpenID provider with the clients of {@link Sequences}, and what a test does to it. */
public interface Peer extends Closeable {
  /** Returns the issuer's identifier. */
  URI issuer();

  /** Has the time go on by that much. */
  void advance(Duration step);

  /** Says what the person in front of the browser does from now on. */
  void person(Manner manner);

  /** Has a person type a device's code, and approve or deny. */
  void device(String userCode, Manner manner);

  /** What a person does. */
  enum Manner {
    APPROVE,
    DENY,
    /** Has to be asked, and nobody is there: what {@code prompt=none} forbids. */
    ABSENT
  }
}
