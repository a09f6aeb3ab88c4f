package dev.pawl.simulator.cut;

import dev.pawl.simulator.core.fault.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A port on the loopback interface before another one. It passes bytes on both ways and cuts
 * connections by a script: {@link CutText} has its grammar. It sees bytes alone, so TLS and HTTP
 * pass it unchanged, and a reset or end of one side becomes that of the other. Thread-safe.
 *
 * <p>A connection takes two threads and two buffers of 16 KiB; at most 1,000 are carried at a time,
 * and more wait to be accepted. A rule concerns the connections that are accepted after it was
 * added.
 */
public final class Cut implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Cut.class.getName());
  private static final int MOST_CONNECTIONS = 1000;
  private static final int BACKLOG = 1024;
  private static final long STACK_BYTES = 256 * 1024L;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final URI target;
  private final ServerSocket port;
  private final CutPlan plan = new CutPlan();
  private final Gate gate = new Gate();
  private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
  private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
  private final AtomicLong started = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);

  private Cut(URI target, ServerSocket port) {
    this.target = target;
    this.port = port;
  }

  /**
   * Opens a free port before an address.
   *
   * @param target where the bytes go; a path in it counts for nothing
   * @throws UncheckedIOException if no port can be had
   */
  public static Cut before(URI target) {
    return before(target, 0);
  }

  /**
   * Opens a port before an address.
   *
   * @param target where the bytes go; a path in it counts for nothing
   * @param number the port; 0 for any free one
   * @throws UncheckedIOException if the port is taken
   */
  public static Cut before(URI target, int number) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      Cut cut = new Cut(target, new ServerSocket(number, BACKLOG, loopback));
      cut.threads.execute(cut::accept);
      return cut;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + number + " could not be opened", e);
    }
  }

  private Thread thread(Runnable work) {
    String name = "pawl-cut-" + port.getLocalPort() + "-" + started.incrementAndGet();
    Thread thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the address to be used in place of the target's: another host and port, else equal. */
  public URI address() {
    return URI.create(
        target.getScheme() + "://127.0.0.1:" + port.getLocalPort() + target.getRawPath());
  }

  /** Returns where the bytes go. */
  public URI target() {
    return target;
  }

  /**
   * Adds a rule given as text; {@link CutText} has the grammar.
   *
   * @throws IllegalArgumentException if the text is not of the grammar
   */
  public CutRule add(String text) {
    return add(CutText.parse(text));
  }

  /** Adds a rule behind those that are there. */
  public CutRule add(CutRule rule) {
    plan.add(rule);
    return rule;
  }

  /** Returns the rules that may still strike. */
  public List<CutRule> pending() {
    return plan.pending();
  }

  /** Takes all rules away; connections that were struck stay so. */
  public void clear() {
    plan.clear();
  }

  /** Lets all go on that hang, and returns how many directions and connections they were. */
  public int release() {
    return gate.release();
  }

  /** Returns how many directions and connections hang. */
  public int held() {
    return gate.waiting();
  }

  /**
   * Waits until something hangs.
   *
   * @param count how many directions and connections
   * @param waitTimeout the longest wait, in real time
   * @return whether that many hang
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitHeld(int count, Duration waitTimeout) throws InterruptedException {
    return gate.awaitWaiting(count, waitTimeout);
  }

  /** Returns how many connections are open. */
  public int connections() {
    return relays.size();
  }

  /** Tears all open connections down (RST), so that clients must open new ones. */
  public void drop() {
    relays.forEach(Relay::reset);
  }

  private void accept() {
    try {
      while (true) {
        places.acquire();
        begin(port.accept());
      }
    } catch (IOException e) {
      if (!port.isClosed()) {
        LOG.log(System.Logger.Level.ERROR, "the cut before " + target + " accepts no more", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by close
    }
  }

  private void begin(Socket client) {
    Relay relay = new Relay(client, plan.strike(), gate, this::forget);
    relays.add(relay);
    try {
      threads.execute(() -> relay.run(addressOfTarget(), threads));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection came while this was being closed", e);
      relay.reset();
    }
  }

  private void forget(Relay relay) {
    relays.remove(relay);
    places.release();
  }

  private InetSocketAddress addressOfTarget() {
    int standard = "https".equals(target.getScheme()) ? 443 : 80;
    return new InetSocketAddress(
        target.getHost(), target.getPort() < 0 ? standard : target.getPort());
  }

  /** Stops listening, tears down all connections and waits for their threads to end. */
  @Override
  public void close() {
    try {
      port.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the port could not be closed", e);
    }
    gate.close();
    threads.shutdownNow();
    drop();
    try {
      if (!threads.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "threads of the cut before " + target + " still run");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
