package dev.pawl.clouddrills.crew;

import dev.pawl.TokenManager;
import dev.pawl.aws.ClientClock;
import dev.pawl.aws.PawlCredentialsProvider;
import dev.pawl.credentials.Credentials;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * A program that calls Bedrock with the credentials that all processes share. Each line of its
 * input brings a line: {@code call} what became of a call, {@code persist} the same, tried again
 * for a minute while it is told to try later, {@code key} which key is used, {@code offset} the
 * clock correction that the SDK keeps for the whole JVM, in seconds.
 */
public final class BedrockProgram {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final PawlCredentialsProvider provider;
  private final BedrockRuntimeClient client;

  private BedrockProgram(PawlCredentialsProvider provider, BedrockRuntimeClient client) {
    this.provider = provider;
    this.client = client;
  }

  /** Answers until the input ends. */
  public static void main(String[] args) throws IOException {
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder())
            .loginOutput(line -> System.err.println("login: " + line))
            .build()) {
      PawlCredentialsProvider provider = PawlCredentialsProvider.of(credentials);
      try (BedrockRuntimeClient client = client(provider)) {
        BedrockProgram program = new BedrockProgram(provider, client);
        Orders.serve(program::answer);
      }
    }
  }

  private static BedrockRuntimeClient client(PawlCredentialsProvider provider) {
    return BedrockRuntimeClient.builder()
        .region(Region.US_EAST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(own -> own.addExecutionInterceptor(new ClientClock()))
        .credentialsProvider(provider)
        .build();
  }

  private String answer(String order) {
    try {
      return switch (order) {
        case "call" -> call(client);
        case "other" -> other();
        case "persist" -> persist();
        case "key" -> provider.resolveCredentials().accessKeyId();
        case "offset" -> String.valueOf(SdkGlobalTime.getGlobalTimeOffset());
        default -> "what?";
      };
    } catch (AwsServiceException e) {
      return e.statusCode() + " " + e.awsErrorDetails().errorCode();
    }
  }

  private String persist() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call(client);
      } catch (TokenException e) {
        if (e.reason() != TokenException.Reason.TRY_LATER || System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private String other() {
    try (BedrockRuntimeClient other = client(provider)) {
      return call(other);
    }
  }

  private String call(BedrockRuntimeClient client) {
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
