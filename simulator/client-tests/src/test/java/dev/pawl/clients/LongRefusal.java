package dev.pawl.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server that refuses each token at such length that no buffer takes it: it waits until the
 * client has read the answer or closed it.
 */
final class LongRefusal implements AutoCloseable {
  private static final int BLOCK = 64 << 10;
  private static final int BLOCKS = 512;

  private final HttpServer server;
  private final CountDownLatch letGo = new CountDownLatch(1);

  private LongRefusal(HttpServer server) {
    this.server = server;
  }

  static LongRefusal start() throws IOException {
    LongRefusal refusing =
        new LongRefusal(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    refusing.server.createContext("/", refusing::refuse);
    refusing.server.start();
    return refusing;
  }

  private void refuse(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(401, (long) BLOCK * BLOCKS);
    try {
      for (int i = 0; i < BLOCKS; i++) {
        exchange.getResponseBody().write(new byte[BLOCK]);
      }
    } finally {
      letGo.countDown();
      exchange.close();
    }
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Whether the client has read the answer or closed it; waits for it for a while. */
  boolean isLetGo() throws InterruptedException {
    return letGo.await(5, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
