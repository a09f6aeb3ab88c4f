package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.TokenManager;
import dev.pawl.aws.PawlCredentialsProvider;
import dev.pawl.credentials.Credentials;
import dev.pawl.token.TokenException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * A program that calls Bedrock with the credentials that all processes share. Each line of its
 * input brings a line: {@code call} what became of a call, {@code key} which key is used, {@code
 * offset} the clock correction that the SDK keeps for the whole JVM, in seconds.
 */
final class BedrockProgram {
  private final PawlCredentialsProvider provider;
  private final BedrockRuntimeClient client;

  private BedrockProgram(PawlCredentialsProvider provider, BedrockRuntimeClient client) {
    this.provider = provider;
    this.client = client;
  }

  public static void main(String[] args) throws IOException {
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder())
            .loginOutput(line -> System.err.println("login: " + line))
            .build()) {
      PawlCredentialsProvider provider = PawlCredentialsProvider.of(credentials);
      try (BedrockRuntimeClient client =
          BedrockRuntimeClient.builder()
              .region(Region.US_EAST_1)
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .credentialsProvider(provider)
              .build()) {
        new BedrockProgram(provider, client).serve();
      }
    }
  }

  private void serve() throws IOException {
    System.out.println("ready");
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      System.out.println(answer(order).replace('\n', ' '));
    }
  }

  private String answer(String order) {
    try {
      return switch (order) {
        case "call" -> call();
        case "key" -> provider.resolveCredentials().accessKeyId();
        case "offset" -> String.valueOf(SdkGlobalTime.getGlobalTimeOffset());
        default -> "what?";
      };
    } catch (TokenException e) {
      return e.reason() + ": " + e.getMessage();
    } catch (AwsServiceException e) {
      return e.statusCode() + " " + e.awsErrorDetails().errorCode();
    }
  }

  private String call() {
    return provider
            .renewing(
                () ->
                    client.invokeModel(
                        request ->
                            request
                                .modelId("anthropic.model")
                                .contentType("application/json")
                                .body(SdkBytes.fromUtf8String("{}"))))
            .sdkHttpResponse()
            .statusCode()
        + "";
  }
}
