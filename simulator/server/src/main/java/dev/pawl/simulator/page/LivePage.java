package dev.pawl.simulator.page;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A page that shows a running simulator and steers it, and its style and script. It holds nothing
 * itself: everything comes from the admin API, for which it needs the bearer token. Nothing is
 * loaded from elsewhere, and no page may frame it. Thread-safe.
 */
public final class LivePage implements Endpoint {
  /** Where the page and what it loads lie. */
  public static final Set<String> PATHS = Set.of("/", "/live.css", "/live.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "live.html", "text/html; charset=utf-8",
          "live.css", "text/css; charset=utf-8",
          "live.js", "text/javascript; charset=utf-8");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

  @Override
  public DeliveredReply handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return DeliveredReply.of(Reply.empty(405).header("Allow", "GET, HEAD"));
    }
    String name = request.path().equals("/") ? "live.html" : request.path().substring(1);
    Reply reply =
        new Reply(200, Map.of(), new Reply.Text(String.valueOf(TYPES.get(name)), text(name)));
    return DeliveredReply.of(
        reply
            .header("Content-Security-Policy", POLICY)
            .header("X-Content-Type-Options", "nosniff")
            .header("Referrer-Policy", "no-referrer")
            .header("Cache-Control", "no-store"));
  }

  private static String text(String name) {
    try (InputStream in = LivePage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the page " + name + " cannot be read", e);
    }
  }
}
