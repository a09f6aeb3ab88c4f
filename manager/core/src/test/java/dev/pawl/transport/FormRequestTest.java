package dev.pawl.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.Transport;
import dev.pawl.oauth.RawServer;
import dev.pawl.wire.HttpAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A form as it goes over the wire. */
final class FormRequestTest {
  @Test
  void post_resourceHasSeveralAddresses_sendsAFieldForEach() throws Exception {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("scope", "a b");
    fields.put("resource", "https://one.example/x https://two.example/?q");

    String request = posted(fields, Map.of());

    assertThat(request)
        .endsWith(
            "\r\n\r\nscope=a+b&resource=https%3A%2F%2Fone.example%2Fx"
                + "&resource=https%3A%2F%2Ftwo.example%2F%3Fq");
  }

  @Test
  void post_headersBesides_areSent() throws Exception {
    String request = posted(Map.of("a", "b"), Map.of("X-Tenant", "blue"));

    assertThat(request).contains("\r\nX-Tenant: blue\r\n").endsWith("\r\n\r\na=b");
  }

  private static String posted(Map<String, String> fields, Map<String, String> headers)
      throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")) {
      FormRequest form = new FormRequest(Address.of(server.uri("/token"), "it"), fields, headers);
      HttpAnswer unused =
          new Exchange(Transport.DIRECT, TokenClock.system()).post(form, Duration.ofSeconds(10));
      return server.requests().get(0);
    }
  }
}
