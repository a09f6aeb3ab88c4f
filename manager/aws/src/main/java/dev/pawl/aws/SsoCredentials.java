package dev.pawl.aws;

import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.spi.Credential;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleCredentials;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenResponse;

/**
 * Keys of a role through IAM Identity Center: the session's access token, refreshed under a lock
 * where it must be, buys them. The server is trusted over the file: a token that it rejects before
 * its time is refreshed once.
 */
final class SsoCredentials {
  private static final Logger LOG = System.getLogger(SsoCredentials.class.getName());

  /* Botocore's mandatory margin is ten minutes; below five the access token is of little use. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /* One request, and the write. */
  private static final Duration LAST_WORK = Duration.ofSeconds(35);

  private final SsoProfile profile;
  private final CloudContext context;

  SsoCredentials(SsoProfile profile, CloudContext context) {
    this.profile = profile;
    this.context = context;
  }

  /**
   * Keys of the role, new ones.
   *
   * @param advice how a person begins a new session
   * @throws CloudException that says what to do
   */
  Credential find(@Nullable String advice) throws CloudException {
    SsoToken token = usable(null, advice);
    try {
      return keys(token);
    } catch (UnauthorizedException e) {
      SsoToken next = usable(token, advice);
      try {
        return keys(next);
      } catch (UnauthorizedException again) {
        throw AwsProblems.sessionEnded("the portal rejects a token just given", advice, again);
      }
    }
  }

  private Credential keys(SsoToken token) {
    EndpointClock clock = EndpointClock.ofClient("sso", profile.region(), context.clock());
    try (SsoClient sso =
        SsoClient.builder()
            .region(Region.of(profile.region()))
            .httpClientBuilder(HttpTerms.http())
            .overrideConfiguration(HttpTerms.once(profile.name(), clock))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      RoleCredentials keys =
          sso.getRoleCredentials(
                  request ->
                      request
                          .accessToken(token.accessToken())
                          .accountId(profile.account())
                          .roleName(profile.role()))
              .roleCredentials();
      return new AwsKeys(
              keys.accessKeyId(),
              keys.secretAccessKey(),
              keys.sessionToken(),
              keys.expiration() == null ? Long.MAX_VALUE : clock.here(keys.expiration()),
              profile.account())
          .credential();
    }
  }

  /* On a thread that neither an interrupt nor the limit of a search breaks off: what is spent is
   * saved. */
  private SsoToken usable(@Nullable SsoToken rejected, @Nullable String advice)
      throws CloudException {
    CompletableFuture<SsoToken> turn =
        ProtectedThread.start("pawl-aws-session", () -> delayingExit(rejected, advice));
    try {
      return turn.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(Kind.UNAVAILABLE, "the wait for the session was broken off", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CloudException known
          ? known
          : new CloudException(
              Kind.MISCONFIGURED, "the session cannot be used: " + e.getCause(), e.getCause());
    }
  }

  private SsoToken delayingExit(@Nullable SsoToken rejected, @Nullable String advice)
      throws CloudException {
    Thread.currentThread().setContextClassLoader(SsoCredentials.class.getClassLoader());
    ProtectedThread.ExitDelay delay = ProtectedThread.delayExit(LAST_WORK);
    try {
      return turn(rejected, advice);
    } finally {
      delay.close();
    }
  }

  /* One session may serve several profiles: its lock is that of the file, not of the profile. */
  private SsoToken turn(@Nullable SsoToken rejected, @Nullable String advice)
      throws CloudException {
    Path file = profile.tokenFile();
    CloudContext.Gate gate = context.gates().enter(file.toString());
    try {
      SsoToken token = SsoToken.read(file);
      if (token == null || token.accessToken().isEmpty()) {
        throw AwsProblems.sessionEnded("nobody is logged in to it", advice, null);
      }
      long left = token.expiresAt() - context.clock().millis();
      if (left > MARGIN.toMillis() && !token.isSame(rejected)) {
        return token;
      }
      return refreshed(token, left > 0 && !token.isSame(rejected), advice);
    } catch (IOException e) {
      throw e instanceof CloudException known
          ? known
          : new CloudException(Kind.MISCONFIGURED, file + " cannot be used: " + e.getMessage(), e);
    } finally {
      gate.close();
    }
  }

  private SsoToken refreshed(SsoToken token, boolean usable, @Nullable String advice)
      throws IOException {
    if (!token.isRefreshable(context.clock().millis())) {
      if (usable) {
        return token;
      }
      throw AwsProblems.sessionEnded("its token ended and cannot be refreshed", advice, null);
    }
    SsoToken.prepare(profile.tokenFile());
    try {
      SsoToken next = spend(token);
      save(token, next);
      return next;
    } catch (SdkException e) {
      if (usable) {
        LOG.log(Level.WARNING, "the session at AWS is not refreshed: {0}", e.getMessage());
        return token;
      }
      throw AwsProblems.of(e, advice);
    }
  }

  private SsoToken spend(SsoToken token) {
    try (SsoOidcClient oidc =
        SsoOidcClient.builder()
            .region(Region.of(profile.region()))
            .httpClientBuilder(HttpTerms.http())
            .overrideConfiguration(HttpTerms.once(profile.name()))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      CreateTokenResponse answer =
          oidc.createToken(
              request ->
                  request
                      .clientId(token.clientId())
                      .clientSecret(token.clientSecret())
                      .grantType("refresh_token")
                      .refreshToken(token.refreshToken()));
      long life = answer.expiresIn() == null ? 0 : answer.expiresIn();
      long end = context.clock().millis() + Duration.ofSeconds(life).toMillis();
      return token.next(answer.accessToken(), end, answer.refreshToken());
    }
  }

  /* A login that came meanwhile is newer, and stays. After the spend nothing is fatal. */
  private void save(SsoToken spent, SsoToken next) {
    try {
      if (spent.isSame(SsoToken.read(profile.tokenFile()))) {
        next.write(profile.tokenFile());
      }
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "{0} could not be written; the next refresh may need a login: {1}",
          profile.tokenFile(),
          e.getMessage());
    }
  }
}
