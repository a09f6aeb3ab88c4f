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

  private final Ends ends;
  private final CutPoint direction;
  private final Deque<CutStep> steps;
  private final InputStream in;
  private final OutputStream out;
  private long passed;
  private int bytesPerSecond;

  Flow(Ends ends, CutPoint direction, List<CutStep> steps, InputStream in, OutputStream out) {
    this.ends = ends;
    this.direction = direction;
    this.steps = new ArrayDeque<>(steps);
    this.in = in;
    this.out = out;
  }

  /** The two ends of a connection, as one direction of it sees them. */
  interface Ends {
    /** Waits for a release; false if the connection is gone instead. */
    boolean hold();

    /** Waits for a real time; false if the connection is gone instead. */
    boolean pause(Duration time);

    /**
     * Ends a direction in order: whoever reads it sees its end, and what still comes is swallowed.
     */
    void mute(CutPoint direction) throws IOException;

    /** Tells whether what comes in a direction is swallowed. */
    boolean isMuted(CutPoint direction);

    /** A direction has come to its own end: the other side sees it, and both ends are the end. */
    void end(CutPoint direction) throws IOException;

    /** Tears both sides down. */
    void reset();
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
      ends.end(direction);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "one side is gone, so the other one goes too", e);
      ends.reset();
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
      if (bytesPerSecond > 0 && !ends.pause(timeOf(portion))) {
        return false;
      }
    }
    return true;
  }

  private boolean take(CutStep step) throws IOException {
    switch (step.action()) {
      case RESET -> {
        ends.reset();
        return false;
      }
      case FIN -> {
        ends.mute(CutPoint.ANSWER);
        ends.mute(CutPoint.REQUEST);
      }
      case HALF_CLOSE -> ends.mute(direction);
      case HANG -> {
        return ends.hold();
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
    if (ends.isMuted(direction)) {
      return;
    }
    try {
      out.write(buffer, from, length);
    } catch (IOException e) {
      if (!ends.isMuted(direction)) {
        throw e;
      }
    }
  }
}
