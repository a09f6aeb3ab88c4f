package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.GOOD_BODY;
import static dev.pawl.oauth.Spends.REFRESH;
import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a server sends: one request, one outcome, no secret in it. */
class SpendPropertiesTest {
  @Property(tries = 300)
  void spend_randomAnswer_isAnOutcome(@ForAll byte[] bytes) {
    assertThat(outcomeOf(bytes)).isInstanceOf(SpendOutcome.InDoubt.class);
  }

  @Property(tries = 300)
  void spend_randomBodyAndStatus_isAnOutcome(
      @ForAll @IntRange(min = 200, max = 599) int status, @ForAll String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = "HTTP/1.1 " + status + " x\r\nContent-Length: " + bytes.length + "\r\n\r\n";

    SpendOutcome outcome = outcomeOf((head + latin(bytes)).getBytes(StandardCharsets.ISO_8859_1));

    assertThat(outcome).isNotInstanceOf(SpendOutcome.Granted.class);
  }

  @Property(tries = 300)
  void spend_oneByteChanged_isAnOutcomeWithoutTheToken(
      @ForAll @IntRange(max = 400) int position, @ForAll byte changed) {
    String echo = GOOD_BODY.replace("\"x\"", "\"" + REFRESH + "\"");
    String error = "{\"error\":\"x\",\"error_description\":\"" + REFRESH + "\"}";
    for (String whole : new String[] {answer("200 OK", echo), answer("400 x", error)}) {
      byte[] bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
      bytes[position % bytes.length] = changed;

      assertThat(outcomeOf(bytes).toString()).doesNotContain(REFRESH, "0123456789");
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static SpendOutcome outcomeOf(byte[] answer) {
    try (RawServer server = RawServer.playing(wire -> wire.send(answer))) {
      SpendOutcome outcome = Spends.spend(server.uri("/token"), Spends.TIME);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
      return outcome;
    }
  }
}
