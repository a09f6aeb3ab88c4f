package dev.pawl.benchmarks.stub;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.pawl.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stub's process: WireMock as the simulator sets it up, and one stub for the token endpoint
 * that gives the same answer to whatever comes. It is of the length of the simulator's own, and
 * nothing is decided, kept or written down. Each line of its input is answered with a login at it.
 */
public final class StubMain {
  private static final int THREADS = 400;
  private static final String PATH = "/oauth/token";
  private static final String REFRESH = "sim-rt-" + "r".repeat(55);
  private static final String ANSWER =
      """
      {"access_token":"sim-at-%s","token_type":"Bearer","expires_in":3600,"refresh_token":"%s",\
      "scope":"messages profile","account":{"uuid":"00000000-0000-3000-8000-000000000000",\
      "email_address":"bench@example.com"},"organization":{"uuid":\
      "00000000-0000-3000-8000-000000000001","name":"Example"}}"""
          .formatted("a".repeat(55), REFRESH);

  private StubMain() {}

  /**
   * Serves until its input ends.
   *
   * @throws IOException if its input breaks
   */
  public static void main(String[] args) throws IOException {
    WireMockServer server = new WireMockServer(options());
    server.stubFor(
        post(PATH)
            .willReturn(
                okJson(ANSWER)
                    .withHeader("Cache-Control", "no-store")
                    .withHeader("Pragma", "no-cache")));
    server.start();
    PrintStream out = System.out;
    for (int read = System.in.read(); read >= 0; read = System.in.read()) {
      if (read == '\n') {
        out.println(Json.write(login(server.port())));
        out.flush();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /* But for the extensions, what the simulator has: dev.pawl.simulator.wire.Listener. */
  private static WireMockConfiguration options() {
    return WireMockConfiguration.options()
        .bindAddress("127.0.0.1")
        .dynamicPort()
        .asynchronousResponseEnabled(true)
        .asynchronousResponseThreads(THREADS)
        .containerThreads(THREADS)
        .jettyAcceptors(1)
        .jettyAcceptQueueSize(1024)
        .disableRequestJournal()
        .stubRequestLoggingDisabled(true)
        .http2PlainDisabled(true)
        .gzipDisabled(true)
        .templatingEnabled(false)
        .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.NEVER);
  }

  private static Map<String, Object> login(int port) {
    String issuer = "http://127.0.0.1:" + port;
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("issuer", issuer);
    login.put("endpoint", issuer + PATH);
    login.put("client", "pawl-simulator-client");
    login.put("family", "none");
    login.put("access", "none");
    login.put("refresh", REFRESH);
    return login;
  }
}
