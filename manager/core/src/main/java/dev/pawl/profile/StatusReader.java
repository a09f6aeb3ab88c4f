package dev.pawl.profile;

import dev.pawl.file.DamagedFileException;
import dev.pawl.policy.StorageProblem;
import dev.pawl.spi.Grant;
import dev.pawl.token.Status;
import dev.pawl.token.Status.State;
import java.io.IOException;

/**
 * The state of a profile for people who ask: what was published, unless the files say otherwise by
 * now. Takes no lock, changes nothing.
 *
 * @param profile whose state it is
 * @param shared where its news are read
 */
public record StatusReader(ProfileFiles profile, PublishedState shared) {

  public Status status() {
    try {
      return objected(status(shared.survey()));
    } catch (DamagedFileException e) {
      return damaged(e);
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  private Status status(Snapshot seen) {
    return PublishedVerdict.status(seen, profile.name(), shared.engine(), profile.clock().millis());
  }

  private Status objected(Status status) {
    LoginRefusal refusal = status.state() == State.LOGGED_OUT ? null : LoginRefusal.to(profile);
    return refusal == null
        ? status
        : status.but(
            State.MISCONFIGURED,
            status.usable() && refusal.serves(),
            refusal.problem().getMessage());
  }

  /* A whole copy counts: a caller of token() gets the copy's, and the file is recovered. */
  private Status damaged(DamagedFileException e) {
    try {
      RecoverableLogin remains = RecoverableLogin.after(e, profile.directory(), profile.name());
      Grant copy = remains.grant();
      Status status =
          copy == null ? status(shared.told(null)) : objected(status(shared.told(copy)));
      return status.but(
          State.DAMAGED,
          status.usable(),
          status.problem() == null ? remains.damage() : remains.damage() + "; " + status.problem());
    } catch (IOException unreadable) {
      throw StorageProblem.of(unreadable);
    }
  }
}
