package dev.pawl.it.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An issuer's front that sends people to their company's sign-on first, and then on to itself. */
final class SignOn implements AutoCloseable {
  private final HttpServer server;
  private final List<String> visits = new CopyOnWriteArrayList<>();

  SignOn(URI behind) throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/authorize", exchange -> send(exchange, address("/company")));
    server.createContext("/company", exchange -> send(exchange, behind));
    server.start();
  }

  private void send(HttpExchange exchange, URI next) throws IOException {
    visits.add(exchange.getRequestURI().getPath());
    String query = exchange.getRequestURI().getRawQuery();
    exchange.getResponseHeaders().set("Location", next + "?" + query);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Where a client sends people. */
  URI authorizationEndpoint() {
    return address("/authorize");
  }

  /** Where people came through, in order. */
  List<String> visits() {
    return List.copyOf(visits);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
