package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no endpoint gets to see: whatever comes, the answer is JSON of this simulator. */
class MalformedRequestTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Simulator simulator = Simulator.builder().seed(7).start();

  @BeforeEach
  void turnTheClock() {
    simulator.clock().freeze();
    simulator.clock().advance(Duration.ofDays(-1000));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/oauth/token, grant_type=%zz&x",
    "/oauth/token, %ff=%f",
    "/oauth/revoke, token=%zz",
    "/oauth/device_authorization, %",
    "/device, user_code=%u"
  })
  void form_wronglyEncoded_isABadRequest(String path, String form) throws Exception {
    String answer = exchange(simulator.issuer(), "POST", path, form);

    isRefused(answer);
    assertThat(body(answer)).containsEntry("error", "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth/authorize?%zz",
        "/oauth/authorize?redirect_uri=%zz&client_id=a",
        "/nowhere?%c0%zz",
        "/oauth/%zz",
        "/%"
      })
  void address_wronglyEncoded_isABadRequest(String path) throws Exception {
    String answer = exchange(simulator.issuer(), "GET", path, "");

    isRefused(answer);
    assertThat(body(answer)).containsEntry("error", "invalid_request");
  }

  @Test
  void adminApi_wronglyEncoded_refusesInItsOwnShape() throws Exception {
    String form = exchange(simulator.api(), "POST", "/__sim/families", "%zz");
    String query = exchange(simulator.api(), "GET", "/__sim/ledger?since=%zz", "");

    isRefused(form);
    isRefused(query);
    assertThat(body(form)).containsOnlyKeys("error").doesNotContainValue("invalid_request");
    assertThat(body(query)).containsOnlyKeys("error").doesNotContainValue("invalid_request");
  }

  @Test
  void requestLine_thatIsNone_isRefusedWithoutAPage() throws Exception {
    String answer = RawSocket.exchange(simulator.issuer(), "GET /a b c d\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 4");
    isOurs(answer);
  }

  @Test
  void multipart_thatIsNone_isAnsweredWithoutAPage() throws Exception {
    String answer =
        exchange(
            simulator.issuer(), "POST", "/oauth/token", "multipart/form-data; boundary=b", "--c");

    isOurs(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/token", "/v1/whoami", "/__sim/faults"})
  void body_largerThanAny_isRefusedUnread(String path) throws Exception {
    String announced = post(path, "Content-Length: 90000000\r\n", "a");
    String chunked =
        post(
            path,
            "Transfer-Encoding: chunked\r\n",
            "400001\r\n" + "a".repeat(0x400001) + "\r\n0\r\n\r\n");

    assertThat(announced).startsWith("HTTP/1.1 413 ");
    isOurs(announced);
    assertThat(chunked).startsWith("HTTP/1.1 413 ");
    isOurs(chunked);
  }

  @ParameterizedTest
  @CsvSource({"gzip, grant_type=refresh_token", "identity, '\u001f\u008b'"})
  void body_compressed_isRefusedUnread(String coding, String body) throws Exception {
    String answer =
        post(
            "/oauth/token",
            "Content-Encoding: " + coding + "\r\nContent-Length: " + body.length() + "\r\n",
            body);

    assertThat(answer).startsWith("HTTP/1.1 415 ");
    isOurs(answer);
  }

  @Test
  void scope_ofManyWords_isRefusedAndTheNextRequestServed() throws Exception {
    String scope = "grant_type=refresh_token&client_id=a&scope=" + "a+".repeat(32_000) + "a";

    String answer = exchange(simulator.issuer(), "POST", "/oauth/token", scope);

    isRefused(answer);
    assertThat(body(answer)).containsEntry("error", "invalid_request");
  }

  private String post(String path, String entity, String body) throws IOException {
    return RawSocket.exchange(
        path.startsWith("/oauth") ? simulator.issuer() : simulator.api(),
        ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n")
            + ("Authorization: Bearer " + simulator.adminToken() + "\r\n")
            + entity
            + ("\r\n" + body));
  }

  private void isRefused(String answer) throws IOException {
    assertThat(answer).startsWith("HTTP/1.1 400 ");
    isOurs(answer);
  }

  private void isOurs(String answer) throws IOException {
    String year = simulator.clock().instant().toString().substring(0, 4);
    assertThat(answer).containsPattern("(?i)\r\nDate: [^\r]* " + year + " [0-9:]{8} GMT\r\n");
    assertThat(answer).containsPattern("(?i)\r\nContent-Type: application/json");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("<html", "jetty", "\tat ");
    assertThat(body(answer)).containsKey("error");
  }

  private static Map<String, Object> body(String answer) throws IOException {
    return Client.json(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private String exchange(URI root, String method, String path, String form) throws IOException {
    return exchange(root, method, path, FORM, form);
  }

  private String exchange(URI root, String method, String path, String type, String body)
      throws IOException {
    String entity = "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n";
    return RawSocket.exchange(
        root,
        method
            + (" " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n")
            + ("Authorization: Bearer " + simulator.adminToken() + "\r\n")
            + (method.equals("POST") ? entity : "")
            + ("\r\n" + body));
  }
}
