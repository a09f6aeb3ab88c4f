package dev.pawl.aws;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudSession.Acceptance;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.scheme.StsAuthSchemeParams;
import software.amazon.awssdk.services.sts.auth.scheme.StsAuthSchemeProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * AWS's Security Token Service (STS), asked with some keys: each request once, signed by the clock
 * there, and once more if it is refused for its time, since that clock is known by then. One thread
 * at a time.
 */
final class SecurityTokenService implements AutoCloseable {
  private final ClientClock kept = new ClientClock();
  private final EndpointClock clock;
  private final StsClient client;

  /**
   * The service of {@code region}; each partition of AWS has one of its own.
   *
   * @param profile whose settings count, such as the address of the service
   * @param keys that sign
   */
  SecurityTokenService(String region, String profile, AwsKeys keys, TokenClock machine) {
    this.clock = EndpointClock.ofClient("sts", region, machine);
    this.client =
        StsClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(HttpTerms.http())
            .overrideConfiguration(HttpTerms.once(profile, clock))
            .authSchemeProvider(params -> signedBy(clock, params))
            .credentialsProvider(StaticCredentialsProvider.create(SdkKeys.of(keys)))
            .build();
  }

  private static List<AuthSchemeOption> signedBy(EndpointClock clock, StsAuthSchemeParams params) {
    return StsAuthSchemeProvider.defaultProvider().resolveAuthScheme(params).stream()
        .map(
            option ->
                option.toBuilder()
                    .putSignerProperty(HttpSigner.SIGNING_CLOCK, clock.signing())
                    .build())
        .toList();
  }

  /** What it says of the keys. */
  Acceptance check() {
    try {
      GetCallerIdentityResponse unused = asked(client::getCallerIdentity);
      return Acceptance.ACCEPTED;
    } catch (SdkException e) {
      return AwsProblems.acceptance(e);
    }
  }

  /**
   * Keys of a role, whose end is by this machine's clock.
   *
   * @throws SdkException if it gives none
   */
  AwsKeys assume(AssumeRoleRequest role) {
    AssumeRoleResponse answer = asked(() -> client.assumeRole(role));
    Credentials keys = answer.credentials();
    return new AwsKeys(
        keys.accessKeyId(),
        keys.secretAccessKey(),
        keys.sessionToken(),
        clock.here(keys.expiration().toEpochMilli()),
        RoleProfile.account(role.roleArn()));
  }

  private <T> T asked(Supplier<T> request) {
    Duration before = clock.skew();
    try {
      return request.get();
    } catch (SdkException e) {
      if (!ClockSkew.explains(AwsProblems.code(e), clock.skew().minus(before))) {
        throw e;
      }
    }
    return request.get();
  }

  @Override
  public void close() {
    client.close();
    kept.restore();
  }
}
