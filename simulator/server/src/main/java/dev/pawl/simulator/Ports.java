package dev.pawl.simulator;

import dev.pawl.simulator.cut.Cuts;
import dev.pawl.simulator.tls.Identity;
import dev.pawl.simulator.wire.Outlet;
import dev.pawl.simulator.wire.Site;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What of a simulator listens: a port for each site and, where they are wanted, cut ports before
 * the first two. The ports have numbers in a row, the cut ports first. Not thread-safe.
 */
final class Ports implements AutoCloseable {
  private static final int CUT_PORTS = 2;

  private final String host;
  private final int first;
  private final boolean cut;
  private final Optional<Identity> identity;
  private final Deque<Runnable> open = new ArrayDeque<>();
  private int next;

  /**
   * Opens nothing yet.
   *
   * @param host the address that the ports are bound to, but for cut ports
   * @param first the first port; 0 for free ones
   * @param cut whether there are cut ports
   * @param identity what is spoken TLS with; empty for plain HTTP
   */
  Ports(String host, int first, boolean cut, Optional<Identity> identity) {
    this.host = host;
    this.first = first;
    this.cut = cut;
    this.identity = identity;
    this.next = first == 0 || !cut ? first : first + CUT_PORTS;
  }

  /** Opens the next port, behind which these sites lie. */
  Outlet open(List<Site> sites) {
    return open(sites, identity.map(Identity::context));
  }

  /** Opens the next port, which speaks no TLS whatever the others do. */
  Outlet openPlain(List<Site> sites) {
    return open(sites, Optional.empty());
  }

  private Outlet open(List<Site> sites, Optional<SSLContext> tls) {
    Outlet outlet = opened(() -> new Outlet(sites, host, next, tls), Outlet::close);
    next = next == 0 ? 0 : next + 1;
    return outlet;
  }

  /** Opens the cut ports, if they are wanted. */
  Optional<Cuts> cut(Outlet issuer, Outlet api) {
    return cut
        ? Optional.of(opened(() -> Cuts.before(issuer.root(), api.root(), first), Cuts::close))
        : Optional.empty();
  }

  /** Opens one more, or closes all. */
  private <P> P opened(Supplier<P> port, Consumer<P> closing) {
    try {
      P opened = port.get();
      open.push(() -> closing.accept(opened));
      return opened;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Closes all, the last one first. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
