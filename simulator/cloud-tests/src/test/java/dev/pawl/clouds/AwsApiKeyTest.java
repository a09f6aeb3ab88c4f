package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.credentials.Credentials;
import dev.pawl.http.RequestAuthorizer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An API key of the Claude platform on AWS, in a client that knows nothing of AWS. */
final class AwsApiKeyTest {
  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @Test
  void authorizer_keyOfTheVariable_sendsItAsABearerTokenThatOpensTheModel() throws Exception {
    String key = user.simulator().aws().newLogin("alice").accessToken();
    user.environment().put("CLAUDE_CODE_USE_ANTHROPIC_AWS", "1");
    user.environment().put("ANTHROPIC_AWS_API_KEY", key);
    URI model = user.simulator().aws().endpoint().resolve("/v1/messages");

    Map<String, String> headers = headers(model);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(model)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));
    headers.forEach(request::header);
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());

    assertThat(headers).isEqualTo(Map.of("Authorization", "Bearer " + key));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private Map<String, String> headers(URI target) throws Exception {
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder().environment(user.environment())).build()) {
      return RequestAuthorizer.builder(credentials)
          .origins(user.simulator().aws().endpoint())
          .build()
          .attempt(target)
          .orElseThrow()
          .headers("POST", target);
    }
  }
}
