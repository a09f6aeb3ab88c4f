package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.exchange.HttpDate;
import dev.pawl.simulator.core.operation.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issuers beside each other, each at a path of its own. */
class SeveralIssuersTest {
  private static final String PAGE = "http://localhost:3000";

  private final Simulator simulator =
      Simulator.builder()
          .issuerPath("/realms/main")
          .issuer("acme", "/tenants/acme")
          .crossOrigin(PAGE)
          .seed(7)
          .start();
  private final SimulatedServer acme = simulator.issuer("acme");
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void metadata_ofAnIssuerWithAPath_lieBetweenHostAndPathAndBehindThePath() throws Exception {
    String root = simulator.issuer().toString().replace("/realms/main", "");

    HttpResponse<String> rfc8414 =
        client.get(URI.create(root + "/.well-known/oauth-authorization-server/tenants/acme"));
    HttpResponse<String> openId =
        client.get(URI.create(root + "/tenants/acme/.well-known/openid-configuration"));
    HttpResponse<String> first =
        client.get(URI.create(root + "/realms/main/.well-known/openid-configuration"));
    HttpResponse<String> nobody =
        client.get(URI.create(root + "/.well-known/oauth-authorization-server"));

    assertThat(Client.json(rfc8414))
        .isEqualTo(Client.json(openId))
        .containsEntry("issuer", root + "/tenants/acme")
        .containsEntry("token_endpoint", root + "/tenants/acme/oauth/token");
    assertThat(Client.json(first)).containsEntry("issuer", root + "/realms/main");
    assertThat(nobody.statusCode()).isEqualTo(404);
  }

  @Test
  void refresh_ofAnotherIssuersToken_isInvalidGrantAndSpendsNothing() throws Exception {
    String token = acme.newFamily("alice").refreshToken();

    HttpResponse<String> astray = client.spend(token);
    HttpResponse<String> right = refreshAtAcme(token);

    assertThat(Client.json(astray)).containsEntry("error", "invalid_grant");
    assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
    assertThat(client.call(Client.string(right, "access_token")).statusCode()).isEqualTo(200);
    simulator.ledger().spends("F1").areExactly(1);
  }

  @Test
  void fault_namesTheIssuer_strikesThatOneAlone() throws Exception {
    String here = simulator.newFamily("alice").refreshToken();
    String there = acme.newFamily("alice").refreshToken();
    simulator.faults().add("acme.refresh#1: BEFORE_COMMIT 503");

    assertThat(client.spend(here).statusCode()).isEqualTo(200);
    assertThat(refreshAtAcme(there).statusCode()).isEqualTo(503);
    assertThatThrownBy(() -> simulator.faults().add("refresh#1: BEFORE_COMMIT 503"))
        .hasMessageContaining("more than one service has 'refresh'");
  }

  @Test
  void clock_ofOneIssuerIsAhead_endsItsTokensAloneAndShowsInItsDate() throws Exception {
    Duration day = Duration.ofDays(1);
    simulator.clock().freeze();
    simulator.clock().skew(new Service("acme"), day);

    HttpResponse<String> answer = refreshAtAcme(acme.newFamily("alice").refreshToken());

    assertThat(answer.headers().firstValue("Date"))
        .contains(HttpDate.of(simulator.clock().instant().plus(day)));
  }

  @Test
  void outage_ofOneIssuer_leavesTheOther() throws Exception {
    String here = simulator.newFamily("alice").refreshToken();
    String there = acme.newFamily("alice").refreshToken();
    Service service = new Service("acme");

    simulator.down(service, Outage.UNAVAILABLE);

    assertThat(refreshAtAcme(there).statusCode()).isEqualTo(503);
    assertThat(client.spend(here).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> simulator.down(service, Outage.REFUSED))
        .hasMessage("acme shares its port with others: it can be UNAVAILABLE, not REFUSED");
  }

  @Test
  void devicePage_ofAnIssuerWithAPath_postsToItself() throws Exception {
    HttpResponse<String> page = client.get(URI.create(acme.issuer() + "/device"));

    assertThat(page.body()).contains("action=\"/tenants/acme/device\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/realms/main"})
  void start_issuersWithAnEndpointAtTheSamePath_isRefused(String path) {
    Simulator.Builder builder = Simulator.builder().issuer("other", path);
    if (!path.equals("/v1")) {
      builder.issuerPath(path);
    }

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two issuers have");
  }

  @Test
  void start_cutPortsForAnotherAddress_isRefused() {
    assertThatThrownBy(Simulator.builder().bind("127.0.0.2").cut()::start)
        .hasMessage("cut ports are for 127.0.0.1 alone, not for 127.0.0.2");
  }

  @Test
  void issuer_thatIsUnknown_saysWhichThereAre() {
    assertThatThrownBy(() -> simulator.issuer("none"))
        .hasMessage("there is no issuer 'none'; there are [oauth, acme]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "acme", "/", "/acme/", "//acme", "/a b", "/a?b", "/%2e", "/a/../b", "/."})
  void builder_pathThatIsNone_isRefused(String path) {
    assertThatThrownBy(() -> Simulator.builder().issuer("acme", path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an issuer's path is like /tenants/acme");
  }

  @Test
  void page_ofAPermittedOrigin_mayCallTheTokenEndpoint() throws Exception {
    List<String> asks = List.of("Access-Control-Request-Method: POST");

    String preflight = exchange(simulator.tokenEndpoint(), "OPTIONS", PAGE, asks);
    String foreign = exchange(simulator.tokenEndpoint(), "OPTIONS", "http://evil.example", asks);

    assertThat(preflight)
        .startsWith("HTTP/1.1 204")
        .contains("Access-Control-Allow-Origin: " + PAGE)
        .contains("Access-Control-Allow-Methods: GET, POST");
    assertThat(foreign).startsWith("HTTP/1.1 405").doesNotContain("Access-Control");
    assertThat(simulator.ledger().entries().list())
        .extracting(entry -> entry.operation() + " " + entry.status())
        .containsExactly("oauth.preflight 204", "oauth.misdirected 405");
  }

  @Test
  void page_ofAPermittedOrigin_readsTheAnswerAndNotTheAdminApi() throws Exception {
    URI admin = URI.create(simulator.admin() + "/clock");

    String refused =
        exchange(simulator.tokenEndpoint(), "POST", PAGE, List.of("Content-Length: 0"));
    String inner = exchange(admin, "OPTIONS", PAGE, List.of("Access-Control-Request-Method: GET"));

    assertThat(refused)
        .startsWith("HTTP/1.1 400")
        .contains("Access-Control-Allow-Origin: " + PAGE, "Vary: Origin");
    assertThat(inner).doesNotContain("Access-Control");
  }

  private static String exchange(URI uri, String method, String origin, List<String> headers)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + uri.getPath() + " HTTP/1.1");
    lines.add("Host: " + uri.getHost());
    lines.add("Connection: close");
    lines.add("Origin: " + origin);
    lines.addAll(headers);
    try (RawSocket socket = RawSocket.send(uri, String.join("\r\n", lines) + "\r\n\r\n")) {
      return socket.readToEnd();
    }
  }

  private HttpResponse<String> refreshAtAcme(String token) throws Exception {
    return client.post(
        URI.create(acme.issuer() + "/oauth/token"),
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            token,
            "client_id",
            simulator.clientId()));
  }
}
