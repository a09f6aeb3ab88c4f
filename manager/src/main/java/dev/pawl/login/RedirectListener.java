package dev.pawl.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.spi.TokenClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser comes back to: a free port of 127.0.0.1 (RFC 8252 section 7.3), one path,
 * nothing else. Connections that say nothing, too much or something else harm nobody.
 *
 * <p>An answer is taken off the address at once: the browser is sent on to a page whose address
 * holds no code, so none stays in its history.
 */
final class RedirectListener implements AutoCloseable {
  static final String PATH = "/callback";

  private static final String PAGES = "/result/";
  private static final int MOST_PAGES = 64;
  private static final int MOST_VISITORS = 32;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Looks at what a browser brought; may block until the login has ended. */
  interface Visitor {
    ResultPage visit(Map<String, String> parameters);
  }

  private final ServerSocket socket;
  private final TokenClock clock;
  private final Farewell farewell = new Farewell();
  private final Visitor visitor;
  private final Semaphore seats = new Semaphore(MOST_VISITORS);
  private final List<ResultPage> pages = new CopyOnWriteArrayList<>();

  private RedirectListener(ServerSocket socket, TokenClock clock, Visitor visitor) {
    this.socket = socket;
    this.clock = clock;
    this.visitor = visitor;
  }

  static RedirectListener open(TokenClock clock, Visitor visitor) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return new RedirectListener(new ServerSocket(0, MOST_VISITORS, loopback), clock, visitor);
  }

  /** What the browser is to be sent back to. */
  URI address() {
    return URI.create("http://" + host() + PATH);
  }

  private String host() {
    return "127.0.0.1:" + socket.getLocalPort();
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
        if (seats.tryAcquire()) {
          daemon(() -> serve(visit));
        } else {
          visit.close();
        }
      } catch (IOException e) {
        // closed, or one visitor less
      }
    }
  }

  private void serve(Socket visit) {
    try (visit) {
      LocalRequest request = LocalRequest.read(visit, clock, PATIENCE_NANOS);
      OutputStream out = visit.getOutputStream();
      out.write(answer(request).getBytes(UTF_8));
      out.flush();
      visit.shutdownOutput();
      drain(visit.getInputStream());
    } catch (IOException e) {
      // a browser that left, or no browser at all
    } finally {
      seats.release();
    }
  }

  /* A connection that is closed with bytes unread is reset, and the answer may be lost with it. */
  private static void drain(InputStream in) throws IOException {
    long unused = in.skip(1 << 16);
  }

  private String answer(@Nullable LocalRequest request) {
    if (request == null || !request.isFor(host())) {
      return nothingHere();
    }
    if (request.path().equals(PATH)) {
      Map<String, String> parameters = QueryString.read(request.query());
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

  /** What one browser asked for. */
  private record LocalRequest(String method, String target, @Nullable String host) {
    private static final int MAX_HEAD = 32 << 10;

    /** Null if it is no request, or one that is too long or comes too slowly. */
    static @Nullable LocalRequest read(Socket from, TokenClock clock, long patience)
        throws IOException {
      long deadline = clock.nanos() + patience;
      InputStream in = from.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.length() < MAX_HEAD && !isWhole(head)) {
        long left = deadline - clock.nanos();
        if (left <= 0) {
          return null;
        }
        from.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        byte[] bytes = new byte[4096];
        int count = in.read(bytes);
        if (count < 0) {
          throw new IOException("the browser left");
        }
        head.append(new String(bytes, 0, count, ISO_8859_1));
      }
      return isWhole(head) ? parse(head.toString()) : null;
    }

    private static boolean isWhole(StringBuilder head) {
      return head.indexOf("\r\n\r\n") >= 0;
    }

    private static @Nullable LocalRequest parse(String head) {
      String[] lines = head.substring(0, head.indexOf("\r\n\r\n")).split("\r\n", -1);
      String[] words = lines[0].split(" ", -1);
      String host = null;
      for (int i = 1; i < lines.length; i++) {
        if (lines[i].regionMatches(true, 0, "host:", 0, 5)) {
          if (host != null) {
            return null;
          }
          host = lines[i].substring(5).strip();
        }
      }
      boolean known = words.length == 3 && words[2].matches("HTTP/1\\.[01]");
      return known ? new LocalRequest(words[0], words[1], host) : null;
    }

    /* Another name for this machine is a page of somebody else that was made to lead here. */
    boolean isFor(String address) {
      return method.equals("GET") && target.startsWith("/") && address.equals(host);
    }

    String path() {
      int mark = target.indexOf('?');
      return mark < 0 ? target : target.substring(0, mark);
    }

    @Nullable String query() {
      int mark = target.indexOf('?');
      return mark < 0 ? null : target.substring(mark + 1);
    }
  }
}
