package dev.pawl.simulator.wire;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.Extension;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A socket behind which one {@link Site} or more answer. Not restartable: start another on the same
 * port.
 */
final class Listener implements AutoCloseable {
  private static final int THREADS = 400;

  private final WireMockServer server;
  private final String scheme;
  private final String host;

  private Listener(WireMockServer server, String scheme, String host) {
    this.server = server;
    this.scheme = scheme;
    this.host = host;
  }

  /**
   * Opens a listener.
   *
   * @param sites what it serves; what lies nowhere is the first one's
   * @param host the address that it is bound to
   * @param port the port; 0 for any free one
   * @param tls what it speaks TLS with; empty for plain HTTP
   * @throws RuntimeException if the port is taken
   */
  static Listener start(List<Site> sites, String host, int port, Optional<SSLContext> tls) {
    List<Extension> extensions = new ArrayList<>();
    List<MappingBuilder> stubs = new ArrayList<>();
    for (Site site : sites) {
      site.routes()
          .forEach(
              (path, endpoint) -> {
                extensions.add(new EndpointTransformer(path, endpoint, site));
                stubs.add(stub(path).willReturn(aResponse().withTransformers(path)));
              });
    }
    Site first = sites.get(0);
    extensions.add(new EndpointTransformer("nowhere", Site.NOWHERE, first));
    stubs.add(any(anyUrl()).atPriority(10).willReturn(aResponse().withTransformers("nowhere")));
    WireMockConfiguration options =
        options(host, port).httpServerFactory(new ClosedServerFactory(first, tls));
    WireMockServer server =
        new WireMockServer(options.extensions(extensions.toArray(Extension[]::new)));
    stubs.forEach(server::stubFor);
    server.start();
    return new Listener(server, tls.isPresent() ? "https" : "http", host);
  }

  private static MappingBuilder stub(String path) {
    return path.endsWith("/*")
        ? any(urlPathMatching(Pattern.quote(path.substring(0, path.length() - 1)) + ".*"))
        : any(urlPathEqualTo(path));
  }

  private static WireMockConfiguration options(String host, int port) {
    return WireMockConfiguration.options()
        .bindAddress(host)
        .port(port)
        .asynchronousResponseEnabled(true)
        .asynchronousResponseThreads(THREADS)
        .containerThreads(THREADS)
        .jettyAcceptors(1)
        .jettyAcceptQueueSize(1024)
        .jettyIdleTimeout(3_600_000L)
        .jettyStopTimeout(100L)
        .disableRequestJournal()
        .stubRequestLoggingDisabled(true)
        .http2PlainDisabled(true)
        .gzipDisabled(true)
        .templatingEnabled(false)
        .usingFilesUnderClasspath("dev/pawl/simulator/nothing")
        .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.NEVER);
  }

  /** Returns the port. */
  int port() {
    return server.port();
  }

  /** Returns the address of the root, without a slash at its end. */
  URI root() {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return URI.create(scheme + "://" + shown + ":" + port());
  }

  /** Stops listening and drops all connections. */
  @Override
  public void close() {
    server.stop();
  }
}
