package dev.pawl.scoreboard.contestant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Sends what the AWS SDK has for IAM Identity Center's {@code CreateToken} to the token endpoint of
 * the drill, as a form, and words the answers as AWS does.
 */
final class AwsServer implements SdkHttpClient {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return worded(send(request));
      }

      @Override
      public void abort() {
        // the drill's server answers soon, or the connection ends
      }
    };
  }

  private HttpResponse<String> send(HttpExecuteRequest request) throws IOException {
    String path = request.httpRequest().encodedPath();
    if (!path.endsWith("/token")) {
      throw new IOException("the drill has no " + path);
    }
    String json;
    try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
      json = new String(body.readAllBytes(), UTF_8);
    }
    String form =
        "grant_type=refresh_token&client_id="
            + URLEncoder.encode(member(json, "clientId"), UTF_8)
            + "&refresh_token="
            + URLEncoder.encode(member(json, "refreshToken"), UTF_8);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(CallLoop.variable("DRILL_TOKEN_ENDPOINT")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      return client.send(post, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static HttpExecuteResponse worded(HttpResponse<String> answer) {
    String body =
        answer
            .body()
            .replace("\"access_token\"", "\"accessToken\"")
            .replace("\"token_type\"", "\"tokenType\"")
            .replace("\"expires_in\"", "\"expiresIn\"")
            .replace("\"refresh_token\"", "\"refreshToken\"");
    SdkHttpFullResponse.Builder response =
        SdkHttpFullResponse.builder().statusCode(answer.statusCode());
    answer.headers().map().forEach(response::putHeader);
    if (body.contains("\"invalid_grant\"")) {
      response.putHeader("x-amzn-ErrorType", "InvalidGrantException");
    }
    return HttpExecuteResponse.builder()
        .response(response.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8))))
        .build();
  }

  private static String member(String json, String name) throws IOException {
    Matcher member = Pattern.compile('"' + name + "\":\"([^\"]+)\"").matcher(json);
    if (!member.find()) {
      throw new IOException("the request has no " + name);
    }
    return member.group(1);
  }

  @Override
  public void close() {
    // the client has nothing to close on Java 17
  }
}
