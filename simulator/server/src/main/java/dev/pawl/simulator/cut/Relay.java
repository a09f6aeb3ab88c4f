package dev.pawl.simulator.cut;

import dev.pawl.simulator.core.fault.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One connection: a client's socket, one to the target, and what is passed between. It needs two
 * threads, one for each direction, and a buffer for each. Thread-safe.
 */
final class Relay implements Flow.Ends {
  private static final System.Logger LOG = System.getLogger(Relay.class.getName());

  private final Socket client;
  private final Socket target = new Socket();
  private final List<CutStep> steps;
  private final Gate gate;
  private final Consumer<Relay> farewell;
  private final Set<CutPoint> muted = EnumSet.noneOf(CutPoint.class);
  private final Set<CutPoint> ended = EnumSet.noneOf(CutPoint.class);
  private boolean closed;

  /**
   * Creates a relay that nobody carries yet.
   *
   * @param client the accepted socket
   * @param steps what happens to the connection
   * @param gate where it hangs
   * @param farewell told once, when both sockets are closed
   */
  Relay(Socket client, List<CutStep> steps, Gate gate, Consumer<Relay> farewell) {
    this.client = client;
    this.steps = steps;
    this.gate = gate;
    this.farewell = farewell;
  }

  /** Carries the connection until it ends. */
  void run(InetSocketAddress address, Executor threads) {
    try {
      for (CutStep step : steps(CutPoint.ACCEPT)) {
        if (step.action() != CutAction.HANG) {
          refuse(step.action());
          return;
        } else if (!hold()) {
          return;
        }
      }
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      target.connect(address);
      Flow answer = flow(CutPoint.ANSWER, target.getInputStream(), client.getOutputStream());
      threads.execute(answer);
      flow(CutPoint.REQUEST, client.getInputStream(), target.getOutputStream()).run();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection could not be passed on", e);
      reset();
    }
  }

  private void refuse(CutAction how) throws IOException {
    if (how == CutAction.RESET) {
      reset();
      return;
    }
    client.shutdownOutput();
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
    close();
  }

  private Flow flow(CutPoint direction, InputStream in, OutputStream out) {
    return new Flow(this, direction, steps(direction), in, out);
  }

  private List<CutStep> steps(CutPoint point) {
    return steps.stream()
        .filter(step -> step.point() == point)
        .sorted(Comparator.comparingLong(CutStep::bytes))
        .toList();
  }

  @Override
  public boolean hold() {
    return gate.hold(this::isClosed);
  }

  @Override
  public boolean pause(Duration time) {
    return gate.pause(time, this::isClosed);
  }

  @Override
  public synchronized void mute(CutPoint direction) throws IOException {
    if (muted.add(direction) && !closed) {
      (direction == CutPoint.ANSWER ? client : target).shutdownOutput();
    }
  }

  @Override
  public synchronized boolean isMuted(CutPoint direction) {
    return muted.contains(direction);
  }

  @Override
  public void end(CutPoint direction) throws IOException {
    mute(direction);
    synchronized (this) {
      ended.add(direction);
      if (ended.size() < 2) {
        return;
      }
    }
    close();
  }

  @Override
  public void reset() {
    for (Socket socket : List.of(client, target)) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.TRACE, "it was closed already", e);
      }
    }
    close();
  }

  private void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    for (Socket socket : List.of(client, target)) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "a socket could not be closed", e);
      }
    }
    gate.look();
    farewell.accept(this);
  }

  private synchronized boolean isClosed() {
    return closed;
  }
}
