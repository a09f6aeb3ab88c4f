package dev.pawl.cloud.source;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.command.AuthRefresh;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Kernel locks in the state directory, by name. They end with their process. Thread-safe. */
record MachineGates(StateDirectory directory, TokenClock clock) implements CloudContext.Gates {
  private static final Logger LOG = System.getLogger(MachineGates.class.getName());
  private static final Duration LONGEST = AuthRefresh.LIMIT.plusSeconds(20);
  private static final long LOOK_MILLIS = 50;

  @Override
  public CloudContext.Gate enter(String name) throws CloudException {
    KernelLock lock = directory.lock("cloud:" + name);
    long deadline = clock.deadline(LONGEST);
    try {
      for (long left = 1; left > 0; left = deadline - clock.nanos()) {
        KernelLock.Held held = lock.tryAcquire();
        if (held != null) {
          return () -> leave(held);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (IOException e) {
      throw new CloudException(
          CloudException.Kind.MISCONFIGURED,
          "the state directory cannot be used: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CloudException(
        CloudException.Kind.UNAVAILABLE,
        "a login or a refresh is under way in " + lock.holder(),
        null);
  }

  /* The kernel lets go of it at the latest when this process ends. */
  private static void leave(KernelLock.Held held) {
    try {
      held.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a lock is kept: {0}", e.getMessage());
    }
  }
}
