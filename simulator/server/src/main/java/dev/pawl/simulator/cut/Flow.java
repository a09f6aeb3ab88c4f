package dev.pawl.simulator.cut;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One direction of a connection. It reads no more than one buffer ahead of what it has passed on,
 * so a slow reader holds the writer up.
 */
final class Flow implements Runnable {
  private static final System.Logger LOG = System.getLogger(Flow.class.getName());
  private static final int BUFFER = 16 * 1024;
  private static final int PORTIONS_PER_SECOND = 20;

  private final Relay relay;
  private final CutPoint direction;
  private final Deque<CutStep> steps;
  private final InputStream in;
  private final OutputStream out;
  private long passed;
  private int bytesPerSecond;

  Flow(Relay relay, CutPoint direction, List<CutStep> steps, InputStream in, OutputStream out) {
    this.relay = relay;
    this.direction = direction;
    this.steps = new ArrayDeque<>(steps);
    this.in = in;
    this.out = out;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        if (!pass(buffer, got)) {
          return;
        }
      }
      relay.end(direction);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "one side is gone, so the other one goes too", e);
      relay.reset();
    }
  }

  /** Passes bytes on as far as the steps let them; false if the connection is gone. */
  private boolean pass(byte[] buffer, int length) throws IOException {
    int from = 0;
    while (from < length) {
      while (!steps.isEmpty() && steps.element().bytes() == passed) {
        if (!take(steps.remove())) {
          return false;
        }
      }
      int portion = portion(length - from);
      write(buffer, from, portion);
      passed += portion;
      from += portion;
      if (bytesPerSecond > 0 && !relay.pause(timeOf(portion))) {
        return false;
      }
    }
    return true;
  }

  private boolean take(CutStep step) throws IOException {
    switch (step.action()) {
      case RESET -> {
        relay.reset();
        return false;
      }
      case FIN -> {
        relay.mute(CutPoint.ANSWER);
        relay.mute(CutPoint.REQUEST);
      }
      case HALF_CLOSE -> relay.mute(direction);
      case HANG -> {
        return relay.hold();
      }
      case BANDWIDTH -> bytesPerSecond = step.bytesPerSecond();
    }
    return true;
  }

  private int portion(int there) {
    long most = steps.isEmpty() ? there : Math.min(there, steps.element().bytes() - passed);
    return (int)
        (bytesPerSecond == 0
            ? most
            : Math.min(most, Math.max(1, bytesPerSecond / PORTIONS_PER_SECOND)));
  }

  private Duration timeOf(int bytes) {
    return Duration.ofSeconds(bytes).dividedBy(bytesPerSecond);
  }

  private void write(byte[] buffer, int from, int length) throws IOException {
    if (relay.isMuted(direction)) {
      return;
    }
    try {
      out.write(buffer, from, length);
    } catch (IOException e) {
      if (!relay.isMuted(direction)) {
        throw e;
      }
    }
  }
}
