package dev.pawl.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.ConnectionFactory;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections of one attempt, each address once: the library repeats a request for a token that was
 * not answered well, and a repeated grant is what a strict server takes for theft (RFC 9700 section
 * 4.14). The metadata server, which spends nothing, is asked as often as the library likes.
 * Thread-safe.
 */
final class OnceConnections implements HttpTransportFactory, ConnectionFactory {
  private static final int CONNECT = (int) Duration.ofSeconds(10).toMillis();
  private static final int READ = (int) Duration.ofSeconds(30).toMillis();

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile boolean repeated;

  @Override
  public HttpTransport create() {
    return new NetHttpTransport.Builder().setConnectionFactory(this).build();
  }

  @Override
  public HttpURLConnection openConnection(URL url) throws IOException {
    boolean metadata =
        url.getPath().isEmpty()
            || url.getPath().equals("/")
            || url.getPath().startsWith("/computeMetadata/");
    if (!metadata && !asked.add(url.toString())) {
      repeated = true;
      throw new IOException("the first answer was no token, and a grant is not sent again");
    }
    HttpURLConnection connection =
        (HttpURLConnection)
            (url.getProtocol().equals("http")
                    && (url.getHost().equals("127.0.0.1") || url.getHost().equals("localhost"))
                ? url.openConnection(Proxy.NO_PROXY)
                : url.openConnection());
    connection.setConnectTimeout(CONNECT);
    connection.setReadTimeout(READ);
    return connection;
  }

  /** Whether the library wanted to ask again, since the first answer was none. */
  boolean isRepeated() {
    return repeated;
  }
}
