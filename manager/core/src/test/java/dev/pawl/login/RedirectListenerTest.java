package dev.pawl.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clock.TokenClock;
import dev.pawl.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may come to a port that every program of the machine can reach, byte by byte. */
class RedirectListenerTest {
  private final List<Map<String, String>> visits = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private RedirectListener listener;
  private String host;

  @BeforeEach
  void start() throws IOException {
    listener =
        RedirectListener.open(RedirectListener.ANYWHERE, true, TokenClock.system(), this::visit);
    host = listener.address().getAuthority();
    listener.begin();
  }

  private ResultPage visit(Map<String, String> parameters) {
    visits.add(parameters);
    return ResultPage.success();
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void get_ofTheAddress_isVisitedAndSentOnToAPageWithoutTheCode() throws IOException {
    String answer =
        answer("GET /callback?code=fake&state=s HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    String page = answer("GET /result/1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 303 ").contains("Location: /result/1\r\n");
    assertThat(answer).doesNotContain("fake").contains("Cache-Control: no-store");
    assertThat(page).contains("You are logged in", "default-src 'none'").doesNotContain("fake");
    assertThat(page).doesNotContain("<script", "http://", "https://");
    assertThat(visits).containsExactly(Map.of("code", "fake", "state", "s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /callback?code=x HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET /callback?code=x HTTP/1.1\r\nHost: localhost:HOSTPORT\r\n\r\n",
        "GET /callback?code=x HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n",
        "GET /callback?code=x HTTP/1.1\r\n\r\n",
        "POST /callback?code=x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n",
        "HEAD /callback?code=x HTTP/1.1\r\nHost: HOST\r\n\r\n",
        "GET /callback/?code=x HTTP/1.1\r\nHost: HOST\r\n\r\n",
        "GET http://HOST/callback?code=x HTTP/1.1\r\nHost: HOST\r\n\r\n",
        "GET /favicon.ico HTTP/1.1\r\nHost: HOST\r\n\r\n",
        "GET /result/1 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        "GET /result/99999999999 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        "GET /callback?code=x HTTP/2\r\nHost: HOST\r\n\r\n",
        "hello\r\n\r\n",
      })
  void request_ofAnythingElse_isNotFoundAndNotVisited(String request) throws IOException {
    String port = Integer.toString(listener.address().getPort());

    String answer = answer(request.replace("HOSTPORT", port).replace("HOST", host));

    assertThat(answer).startsWith("HTTP/1.1 404 ");
    assertThat(visits).isEmpty();
  }

  @Test
  void post_formOfTheIssuer_isVisitedHoweverItIsCut() throws IOException {
    String form = "code=fake&state=s%2B1";
    Socket socket = connected();

    for (String part : List.of(post(form.length()), form.substring(0, 7), form.substring(7))) {
      socket.getOutputStream().write(part.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    }
    String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

    assertThat(answer).startsWith("HTTP/1.1 303 ").contains("Location: /result/1\r\n");
    assertThat(visits).containsExactly(Map.of("code", "fake", "state", "s+1"));
  }

  @Test
  void post_ofAnythingElse_isNotVisited() throws IOException {
    String json = post(2).replace("application/x-www-form-urlencoded", "application/json") + "{}";

    List<String> answers =
        List.of(
            answer(json),
            answer(post(40_000)),
            answer(post(6).replace("Content-Length", "X-Length") + "code=f"),
            answer(post(6).replace(host, "evil.example") + "code=f"));

    assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 404 "));
    assertThat(visits).isEmpty();
  }

  private String post(int length) {
    return "POST /callback HTTP/1.1\r\nHost: "
        + host
        + "\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  @Test
  void request_repeatsAParameter_isNotVisited() throws IOException {
    String answer = answer("GET /callback?code=a&code=b HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 303 ");
    assertThat(visits).isEmpty();
  }

  @Test
  void request_headIsTooLong_isNotVisited() throws IOException {
    String head = "GET /callback?code=x HTTP/1.1\r\nHost: " + host + "\r\nX: " + "x".repeat(40_000);

    String answer = answer(head);

    assertThat(answer).matches("(?s)|HTTP/1.1 404 .*");
    assertThat(visits).isEmpty();
  }

  @Test
  void connections_thatSayNothing_keepNobodyWaiting() throws IOException {
    for (int i = 0; i < 20; i++) {
      Socket unused = connected();
    }

    String answer = answer("GET /callback?code=fake HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 303 ");
  }

  @Test
  void connections_manyThatSayNothing_giveWayToTheBrowser() throws IOException {
    for (int i = 0; i < 200; i++) {
      Socket idle = connected();
      if (i % 2 == 0) {
        idle.getOutputStream().write("GET /".getBytes(ISO_8859_1));
      }
    }

    String answer = answer("GET /callback?code=fake HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 303 ");
    assertThat(visits).containsExactly(Map.of("code", "fake"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/a/b",
        "http://localhost:PORT",
        "http://localhost/",
        "http://[::1]:PORT/callback",
        "http://[::1]/callback"
      })
  void open_addressThatIsRegistered_isListenedAtToTheLetter(String registered) throws IOException {
    listener.close();
    URI wanted = URI.create(registered.replace("PORT", "" + FreePort.find()));
    listener = RedirectListener.open(wanted, false, TokenClock.system(), this::visit);
    listener.begin();
    String path = wanted.getPath().isEmpty() ? "/" : wanted.getPath();
    String here = listener.address().getAuthority();

    String answer = answer("GET " + path + "?code=fake HTTP/1.1\r\nHost: " + here + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 303 ");
    assertThat(listener.address().getHost()).isEqualTo(wanted.getHost());
    assertThat(listener.address().getPath()).isEqualTo(wanted.getPath());
    assertThat(wanted.getPort() < 0 || listener.address().equals(wanted)).isTrue();
  }

  @Test
  void canBeAt_onlyPlainHttpOfLoopback_isTrue() {
    assertThat(RedirectListener.canBeAt(URI.create("http://[::1]:7/x"))).isTrue();
    assertThat(RedirectListener.canBeAt(URI.create("https://127.0.0.1:7/x"))).isFalse();
    assertThat(RedirectListener.canBeAt(URI.create("http://example.com/x"))).isFalse();
    assertThat(RedirectListener.canBeAt(URI.create("https://example.com/x"))).isFalse();
  }

  private String answer(String request) throws IOException {
    Socket socket = connected();
    try {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return ""; // it was hung up on
    }
  }

  private Socket connected() throws IOException {
    byte[] six = new byte[16];
    six[15] = 1;
    InetAddress there =
        listener.address().getHost().equals("[::1]")
            ? InetAddress.getByAddress(six)
            : InetAddress.getLoopbackAddress();
    Socket socket = new Socket(there, listener.address().getPort());
    sockets.add(socket);
    return socket;
  }
}
