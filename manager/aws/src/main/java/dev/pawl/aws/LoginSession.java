package dev.pawl.aws;

import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.spi.Credential;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.signin.auth.LoginCredentialsProvider;

/**
 * Keys of a session of {@code aws login}, whose refresh token rotates: the SDK presents it, once,
 * while no other process of the user does.
 */
final class LoginSession {
  private final String session;
  private final String profile;
  private final CloudContext context;

  LoginSession(String session, String profile, CloudContext context) {
    this.session = session;
    this.profile = profile;
    this.context = context;
  }

  /** The keys, renewed if they must be. */
  Credential find() throws CloudException {
    CloudContext.Gate gate = context.gates().enter("login-session:" + session);
    try (SigninClient client =
            SigninClient.builder()
                .httpClientBuilder(HttpTerms.http())
                .overrideConfiguration(HttpTerms.once(profile))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
        LoginCredentialsProvider provider =
            LoginCredentialsProvider.builder()
                .loginSession(session)
                .signinClient(client)
                .asyncCredentialUpdateEnabled(false)
                .build()) {
      return SdkKeys.credential(provider);
    } finally {
      gate.close();
    }
  }
}
