package dev.pawl.simulator.wire;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty.JettyFaultInjectorFactory;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import com.github.tomakehurst.wiremock.servlet.FaultInjectorFactory;
import dev.pawl.simulator.core.exchange.HttpDate;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.jakarta.servlet.http.HttpServletResponseWrapper;
import wiremock.org.eclipse.jetty.server.ConnectionFactory;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.HttpConfiguration;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.SslConnectionFactory;
import wiremock.org.eclipse.jetty.server.handler.ContextHandler;
import wiremock.org.eclipse.jetty.server.handler.HandlerWrapper;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;
import wiremock.org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Makes WireMock's server without its own administration and files, and with {@link Courier} for
 * what it cannot deliver itself.
 */
final class ClosedServerFactory implements HttpServerFactory {
  private final Site site;
  private final Optional<SSLContext> tls;

  ClosedServerFactory(Site site, Optional<SSLContext> tls) {
    this.site = site;
    this.tls = tls;
  }

  @Override
  public HttpServer buildHttpServer(
      Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
    ClosedServer server = new ClosedServer(options, admin, stubs, site);
    tls.ifPresent(server::secure);
    return server;
  }

  private static final class ClosedServer extends Jetty11HttpServer {
    private final Site site;

    ClosedServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs, Site site) {
      super(options, admin, stubs);
      this.site = site;
    }

    /** Puts TLS under the HTTP of the only connector; clients may show a certificate. */
    void secure(SSLContext context) {
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setSslContext(context);
      factory.setWantClientAuth(true);
      SslConnectionFactory connections =
          new SslConnectionFactory(factory, httpConnector.getDefaultProtocol());
      httpConnector.addFirstConnectionFactory(connections);
      httpConnector.setDefaultProtocol(connections.getProtocol());
    }

    /* Without it Jetty changes the case of values that it knows, and signatures go by the case. */
    private void keepCase() {
      for (ConnectionFactory factory : httpConnector.getConnectionFactories()) {
        if (factory instanceof HttpConfiguration.ConnectionFactory http) {
          http.getHttpConfiguration().setHeaderCacheCaseSensitive(true);
        }
      }
    }

    @Override
    public void start() {
      keepCase();
      Gatekeeper gatekeeper = new Gatekeeper(site.clock(), new Apology(site));
      gatekeeper.setHandler(jettyServer.getHandler());
      jettyServer.setHandler(gatekeeper);
      jettyServer.setErrorHandler(new Apology(site));
      for (Handler context : jettyServer.getChildHandlersByClass(ContextHandler.class)) {
        ((ContextHandler) context).setErrorHandler(new Apology(site));
      }
      super.start();
    }

    @Override
    protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
      FaultInjectorFactory couriers =
          (request, response) -> new Courier(request, response, site.faults());
      context.setAttribute(JettyFaultInjectorFactory.class.getName(), couriers);
    }
  }

  /** Turns away what WireMock itself would serve, before any of its handlers sees it. */
  private static final class Gatekeeper extends HandlerWrapper {
    private final InstantSource clock;
    private final Apology apology;

    Gatekeeper(InstantSource clock, Apology apology) {
      this.clock = clock;
      this.apology = apology;
    }

    @Override
    public void handle(
        String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      if (target.startsWith("/__admin") || target.startsWith("/__files")) {
        base.setHandled(true);
        response.setStatus(404);
        response.setHeader("Date", HttpDate.of(clock.instant()));
        return;
      }
      BoundedBody body = BoundedBody.read(request);
      if (body.refusal() != 0) {
        response.setHeader("Connection", "close");
        response.setStatus(body.refusal());
        apology.handle(target, base, request, response);
        return;
      }
      base.getHttpChannelState().setTimeout(0); // else Jetty answers a hang with 500 after 30 s
      super.handle(target, base, body, new Unmarked(response));
    }
  }

  /** Keeps from clients what WireMock says of itself in headers. */
  private static final class Unmarked extends HttpServletResponseWrapper {
    private static final String MARK = "Matched-Stub-";

    Unmarked(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void addHeader(String name, String value) {
      if (!name.regionMatches(true, 0, MARK, 0, MARK.length())) {
        super.addHeader(name, value);
      }
    }
  }
}
