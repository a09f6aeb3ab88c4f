package dev.pawl.aws;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** How Pawl calls AWS: within a bounded time, each request once. */
final class HttpTerms {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private HttpTerms() {}

  /** The JDK's own client, closed with the client that it is given to. */
  static SdkHttpClient.Builder<?> http() {
    return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(LONGEST);
  }

  /**
   * As {@code profile} has it, each request once: a retry would present a refresh token again (RFC
   * 9700 section 4.14).
   */
  static ClientOverrideConfiguration once(String profile, ExecutionInterceptor... interceptors) {
    return ClientOverrideConfiguration.builder()
        .executionInterceptors(List.of(interceptors))
        .defaultProfileName(profile)
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .apiCallTimeout(LONGEST)
        .build();
  }
}
