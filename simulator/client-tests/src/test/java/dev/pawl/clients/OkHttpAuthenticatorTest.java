package dev.pawl.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clients.ApiClient.Answer;
import dev.pawl.okhttp.PawlAuthentication;
import dev.pawl.simulator.core.RejectionShape;
import java.io.ByteArrayInputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OkHttp that repeats by its own means, whose authenticator is asked about each 401. */
final class OkHttpAuthenticatorTest {
  @RegisterExtension final ClientUser user = new ClientUser();
  private OkHttpApi client;

  @BeforeEach
  void start() {
    PawlAuthentication authentication = PawlAuthentication.of(user.authorizer(user.loggedIn()));
    client =
        new OkHttpApi(
            new OkHttpClient.Builder()
                .addNetworkInterceptor(authentication.networkInterceptor())
                .authenticator(authentication.authenticator())
                .build());
    user.simulator.rejectionShape(RejectionShape.REVOKED_401);
  }

  @Test
  void get_tokenRevokedEarly_isRenewedOnceAndRepeated() throws Exception {
    user.simulator.revokeAccessTokens("F1");

    Answer answer = client.get(user.whoami());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  @Test
  void get_refusedTwice_isRepeatedOnce() throws Exception {
    user.simulator.faults().add("call#1-: BEFORE_COMMIT 401");

    Answer answer = client.get(user.whoami());

    assertThat(answer.status()).isEqualTo(401);
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  @Test
  void post_bodyOfAStream_isReadOnceAndTheNextRequestWorks() throws Exception {
    user.simulator.revokeAccessTokens("F1");

    Answer first = client.post(user.messages(), new ByteArrayInputStream("{}".getBytes(UTF_8)));
    Answer next = client.post(user.messages(), "{}");

    assertThat(first.status()).isEqualTo(401);
    assertThat(next.status()).isEqualTo(200);
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  @Test
  void get_anotherStatusThan401_isLeftAlone() throws Exception {
    user.simulator.rejectionShape(RejectionShape.REVOKED_403);
    user.simulator.revokeAccessTokens("F1");

    Answer answer = client.get(user.whoami());

    assertThat(answer.status()).isEqualTo(403);
    user.spends().areNone();
  }
}
