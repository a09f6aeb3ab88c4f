package dev.pawl.spi;

import java.util.Objects;

/**
 * One login among many to be stored.
 *
 * @param profile under which name
 * @param grant what {@link Grant#login} makes
 */
public record ProfileLogin(String profile, Grant grant) {
  /** Checks that both are there. */
  public ProfileLogin {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(grant, "grant");
  }
}
