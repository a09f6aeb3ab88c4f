package dev.pawl.refresh.locked;

import dev.pawl.lock.KernelLock;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Under what a transaction works: the refresh lock, as long as nobody replaces its file, and a
 * manager that may be closed meanwhile.
 *
 * @param profile whose lock it is
 * @param lock of the profile, held
 * @param closed whether the manager is
 * @param caller who waits for the work; told if it had better not
 */
public record LockTenure(
    String profile, KernelLock.Held lock, BooleanSupplier closed, Consumer<TokenException> caller) {
  /** Whether the manager was closed meanwhile. */
  public boolean isClosed() {
    return closed.getAsBoolean();
  }

  /**
   * Tells whoever waits for the work {@code why} it takes too long to be waited for; it goes on.
   */
  public void dismiss(TokenException why) {
    caller.accept(why);
  }

  /**
   * Checks that the refresh lock still keeps everybody else away; before a spend.
   *
   * @throws TokenException TRY_LATER if it was lost
   */
  public void requireLock() throws IOException {
    requireLock("nothing was sent");
  }

  /**
   * Checks the same; before what the server said is written down.
   *
   * @param left what the caller is told of what was not done
   * @throws TokenException TRY_LATER if it was lost
   */
  public void requireLock(String left) throws IOException {
    if (!isHeld()) {
      throw TokenException.tryLater(
          "profile " + profile + ": the lock file was replaced meanwhile; " + left, 1_000);
    }
  }

  /** Whether the refresh lock still keeps everybody else away. */
  public boolean isHeld() throws IOException {
    return lock.isValid();
  }

  /**
   * Takes the refresh lock once more if it was lost; before a save.
   *
   * @throws IOException if somebody else has it by now
   */
  public void regainLock() throws IOException {
    if (!regain()) {
      throw new IOException("the lock file was replaced, and somebody else has the lock by now");
    }
  }

  /** The same; false if somebody else has it by now. */
  public boolean regain() throws IOException {
    return lock.regain();
  }
}
