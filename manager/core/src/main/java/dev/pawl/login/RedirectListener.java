package dev.pawl.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.clock.TokenClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser comes back to: a free port of 127.0.0.1 (RFC 8252 section 7.3), or the one that
 * is registered at the issuer; one path, nothing else. Connections that say nothing, too much or
 * something else harm nobody: there is room for the newest of them, and 10 s for each to speak.
 *
 * <p>An answer comes in the address or, if the issuer was asked for that, in a form (response mode
 * {@code form_post}). It is taken off the address at once: the browser is sent on to a page whose
 * address holds no code, so none stays in its history.
 */
final class RedirectListener implements AutoCloseable {
  /** Any free port. */
  static final URI ANYWHERE = URI.create("http://127.0.0.1/callback");

  private static final String PAGES = "/result/";
  private static final int MOST_PAGES = 64;
  private static final int MOST_VISITORS = 64;
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Looks at what a browser brought; may block until the login has ended. */
  interface Visitor {
    ResultPage visit(Map<String, String> parameters);
  }

  private final ServerSocket socket;
  private final TokenClock clock;
  private final Farewell farewell = new Farewell();
  private final Visitor visitor;
  private final URI wanted;
  private final boolean takesForms;
  private final Seats seats = new Seats();
  private final List<ResultPage> pages = new CopyOnWriteArrayList<>();

  private RedirectListener(
      ServerSocket socket, URI wanted, boolean takesForms, TokenClock clock, Visitor visitor) {
    this.socket = socket;
    this.wanted = wanted;
    this.takesForms = takesForms;
    this.clock = clock;
    this.visitor = visitor;
  }

  /**
   * Listens at {@code wanted}; at any free port if that names none.
   *
   * @param takesForms whether the answer may come in a form
   * @throws BindException if another program has the port
   */
  static RedirectListener open(URI wanted, boolean takesForms, TokenClock clock, Visitor visitor)
      throws IOException {
    byte[] loopback = new byte[] {127, 0, 0, 1};
    if (wanted.getHost().startsWith("[")) {
      loopback = new byte[16];
      loopback[15] = 1;
    }
    ServerSocket socket =
        new ServerSocket(
            Math.max(0, wanted.getPort()), MOST_VISITORS, InetAddress.getByAddress(loopback));
    return new RedirectListener(socket, wanted, takesForms, clock, visitor);
  }

  /** Whether this machine can listen at {@code uri}: plain http on loopback. */
  static boolean canBeAt(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    return "http".equalsIgnoreCase(uri.getScheme())
        && (host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]"));
  }

  /**
   * What the browser is to be sent back to: what was wanted, to the letter, but for a free port.
   */
  URI address() {
    String text = wanted.toString();
    int end = text.indexOf(wanted.getRawAuthority()) + wanted.getRawAuthority().length();
    return wanted.getPort() > 0 ? wanted : URI.create("http://" + host() + text.substring(end));
  }

  private String host() {
    return wanted.getHost() + ":" + socket.getLocalPort();
  }

  private String path() {
    String path = wanted.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** Begins to listen. */
  void begin() {
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "pawl-redirect");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket visit = socket.accept();
        if (seats.take(visit)) {
          daemon(() -> serve(visit));
        }
      } catch (IOException e) {
        // closed, or one visitor less
      }
    }
  }

  private void serve(Socket visit) {
    try (visit) {
      LocalRequest request = LocalRequest.read(visit.getInputStream(), timeLeft(visit));
      seats.spoke(visit);
      OutputStream out = visit.getOutputStream();
      out.write(answer(request).getBytes(UTF_8));
      out.flush();
      visit.shutdownOutput();
      drain(visit.getInputStream());
    } catch (IOException e) {
      // a browser that left, or no browser at all
    } finally {
      seats.leave(visit);
    }
  }

  private LocalRequest.TimeLeft timeLeft(Socket visit) {
    long deadline = clock.nanos() + TIMEOUT_NANOS;
    return () -> {
      long left = deadline - clock.nanos();
      visit.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      return left > 0;
    };
  }

  /* A connection that is closed with bytes unread is reset, and the answer may be lost with it. */
  private static void drain(InputStream in) throws IOException {
    long unused = in.skip(1 << 16);
  }

  private String answer(@Nullable LocalRequest request) {
    if (request == null || !request.isFor(host()) || (request.form() != null && !takesForms)) {
      return nothingHere();
    }
    if (request.path().equals(path())) {
      Map<String, String> parameters = QueryString.read(request.parameters());
      ResultPage page =
          parameters == null
              ? ResultPage.stray("The address that the browser came back to is malformed.")
              : visitor.visit(parameters);
      return pages.size() < MOST_PAGES ? sentOn(page) : nothingHere();
    }
    return request.path().startsWith(PAGES) ? page(request) : nothingHere();
  }

  private String sentOn(ResultPage page) {
    pages.add(page);
    if (page.last()) {
      farewell.owe();
    }
    String where = PAGES + (pages.lastIndexOf(page) + 1);
    return head("303 See Other", "Location: " + where + "\r\n", 0);
  }

  private String page(LocalRequest request) {
    String number = request.path().substring(PAGES.length());
    int index = number.matches("[1-9][0-9]?") ? Integer.parseInt(number) - 1 : pages.size();
    if (index >= pages.size() || request.query() != null) {
      return nothingHere();
    }
    ResultPage page = pages.get(index);
    if (page.last()) {
      farewell.paid();
    }
    String html = page.html();
    return head("200 OK", "Content-Type: text/html; charset=utf-8\r\n", html.getBytes(UTF_8).length)
        + html;
  }

  private static String nothingHere() {
    return head("404 Not Found", "", 0);
  }

  private static String head(String status, String headers, int length) {
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + headers
        + "Content-Length: "
        + length
        + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
        + "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none';"
        + " style-src 'unsafe-inline'; frame-ancestors 'none'\r\nConnection: close\r\n\r\n";
  }

  /** Gives the browser a moment to fetch the page that it was sent on to. */
  void farewell() {
    farewell.await(clock.nanos() + FAREWELL_NANOS);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nobody listens any more, which is what was wanted
    }
  }

  /** Who is here. Whoever has said nothing yet makes room for a newer one, the oldest first. */
  private static final class Seats {
    private final Set<Socket> silent = new LinkedHashSet<>();
    private final Set<Socket> speaking = new HashSet<>();

    /** False, and hung up, if there is no room at all. */
    synchronized boolean take(Socket visit) throws IOException {
      if (speaking.size() >= MOST_VISITORS) {
        visit.close();
        return false;
      }
      if (silent.size() >= MOST_VISITORS) {
        Socket oldest = silent.iterator().next();
        silent.remove(oldest);
        oldest.close();
      }
      return silent.add(visit);
    }

    synchronized void spoke(Socket visit) {
      if (silent.remove(visit)) {
        speaking.add(visit);
      }
    }

    synchronized void leave(Socket visit) {
      silent.remove(visit);
      speaking.remove(visit);
    }
  }

  /** Which last pages are still to be fetched: a browser may have asked for one more than once. */
  private final class Farewell {
    private int owed;
    private boolean begun;

    synchronized void owe() {
      owed++;
      begun = true;
      notifyAll();
    }

    synchronized void paid() {
      owed--;
      notifyAll();
    }

    synchronized void await(long deadline) {
      try {
        for (long left = 1; left > 0 && (owed > 0 || !begun); ) {
          left = TimeUnit.NANOSECONDS.toMillis(deadline - clock.nanos());
          wait(Math.max(1, left));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
