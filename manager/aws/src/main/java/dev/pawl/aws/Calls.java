package dev.pawl.aws;

import dev.pawl.cloud.CloudException;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * How Pawl calls AWS: within a bounded time, each request once, and without a trace in the process.
 * The SDK keeps what it learns of a clock that is wrong for the whole JVM, so that one server with
 * a wrong {@code Date} would spoil the signatures of every client of the program; what a call of
 * Pawl's teaches it is forgotten again.
 */
final class Calls implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final int offset = SdkGlobalTime.getGlobalTimeOffset();

  /** What is done with the SDK. */
  interface Work<T> {
    T run() throws CloudException;
  }

  <T> T within(Work<T> work) throws CloudException {
    return work.run();
  }

  /** The JDK's own client, closed with the client that it is given to. */
  SdkHttpClient.Builder<?> http() {
    return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(LONGEST);
  }

  /**
   * As {@code profile} has it, each request once: a retry would present a refresh token again (RFC
   * 9700 section 4.14).
   */
  ClientOverrideConfiguration once(String profile) {
    return ClientOverrideConfiguration.builder()
        .defaultProfileName(profile)
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .apiCallTimeout(LONGEST)
        .build();
  }

  @Override
  public void close() {
    if (SdkGlobalTime.getGlobalTimeOffset() != offset) {
      SdkGlobalTime.setGlobalTimeOffset(offset);
    }
  }
}
