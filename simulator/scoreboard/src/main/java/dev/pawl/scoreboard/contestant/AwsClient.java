package dev.pawl.scoreboard.contestant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/**
 * AWS SDK for Java 2: the provider of an sso-session's tokens, which lie in {@code
 * ~/.aws/sso/cache}. The file is at first what a login leaves there, with an access token that has
 * ended. It goes by the end that the server has named for a token.
 */
final class AwsClient implements CallLoop.Tokens {
  private static final String SESSION = "drill";
  private static final String END = "2099-01-01T00:00:00Z";

  private final SsoOidcTokenProvider provider;

  private AwsClient() throws IOException {
    Path file = Path.of(CallLoop.variable("HOME"), ".aws", "sso", "cache", sha1(SESSION) + ".json");
    if (!Files.exists(file)) {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, loggedIn());
    }
    provider =
        SsoOidcTokenProvider.builder()
            .sessionName(SESSION)
            .ssoOidcClient(
                SsoOidcClient.builder()
                    .region(Region.US_EAST_1)
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .httpClient(new AwsServer())
                    .build())
            .staleTime(Duration.ofSeconds(1))
            .prefetchTime(Duration.ofSeconds(1))
            .build();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    CallLoop.run(new AwsClient());
  }

  private static String sha1(String name) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  private static String loggedIn() {
    return "{\"accessToken\":\"none\",\"expiresAt\":\""
        + Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS)
        + "\",\"refreshToken\":\""
        + CallLoop.variable("DRILL_REFRESH_TOKEN")
        + "\",\"clientId\":\""
        + CallLoop.variable("DRILL_CLIENT_ID")
        + "\",\"clientSecret\":\"none\",\"registrationExpiresAt\":\""
        + END
        + "\",\"region\":\"us-east-1\",\"startUrl\":\"https://example.awsapps.com/start\"}";
  }

  @Override
  public String token() {
    return provider.resolveToken().token();
  }

  @Override
  public void refused(String token) {
    // it goes by the end that the server has named
  }
}
