package dev.pawl.scoreboard.contestant;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends what MSAL4J has for Microsoft's token endpoint to that of the drill, without its scopes,
 * and adds the {@code client_info} by which Microsoft's server says whose tokens they are.
 */
final class MicrosoftServer implements IHttpClient {
  static final String ACCOUNT = "user.tenant";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public IHttpResponse send(HttpRequest request) throws IOException, InterruptedException {
    if (!request.url().getPath().endsWith("/token")) {
      throw new IOException("the drill has no " + request.url().getPath());
    }
    java.net.http.HttpRequest post =
        java.net.http.HttpRequest.newBuilder(URI.create(CallLoop.variable("DRILL_TOKEN_ENDPOINT")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(withoutScope(request.body())))
            .build();
    java.net.http.HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());
    HttpResponse response = new HttpResponse();
    response.addHeaders(answer.headers().map());
    return response.statusCode(answer.statusCode()).body(withAccount(answer.body()));
  }

  /* MSAL4J asks for Microsoft's scopes too, and the drill's login was not for these. */
  private static String withoutScope(String form) {
    return Pattern.compile("&")
        .splitAsStream(form)
        .filter(field -> !field.startsWith("scope="))
        .collect(Collectors.joining("&"));
  }

  private static String withAccount(String body) {
    String members =
        "{\"client_info\":\""
            + coded("{\"uid\":\"user\",\"utid\":\"tenant\"}")
            + "\",\"id_token\":\""
            + coded("{\"alg\":\"none\"}")
            + "."
            + coded(
                "{\"oid\":\"user\",\"tid\":\"tenant\",\"sub\":\"user\",\"preferred_username\":"
                    + "\"user@example.com\"}")
            + ".\",";
    return body.startsWith("{\"") && body.contains("\"access_token\"")
        ? members + body.substring(1)
        : body;
  }

  private static String coded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
