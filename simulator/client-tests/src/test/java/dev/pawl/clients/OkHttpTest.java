package dev.pawl.clients;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.http.RequestAuthorizer;
import dev.pawl.okhttp.PawlAuthentication;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** OkHttp with both interceptors. */
final class OkHttpTest extends ClientContract {

  @Override
  ApiClient client(RequestAuthorizer authorizer) {
    return new OkHttpApi(PawlAuthentication.of(authorizer).on(new OkHttpClient.Builder()).build());
  }

  @Test
  void request_withACredentialOfItsOwn_isAnError() {
    OkHttpClient client =
        PawlAuthentication.of(user.authorizer(user.loggedIn()))
            .on(new OkHttpClient.Builder())
            .build();
    Request own =
        new Request.Builder()
            .url(user.whoami().toString())
            .header("authorization", "Bearer fake")
            .build();

    assertThatThrownBy(() -> client.newCall(own).execute())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("fake");
  }
}
