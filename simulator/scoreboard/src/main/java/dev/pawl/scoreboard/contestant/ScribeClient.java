package dev.pawl.scoreboard.contestant;

import com.github.scribejava.core.builder.ServiceBuilder;
import com.github.scribejava.core.builder.api.DefaultApi20;
import com.github.scribejava.core.model.OAuth2AccessToken;
import com.github.scribejava.core.oauth.OAuth20Service;
import com.github.scribejava.core.oauth2.clientauthentication.ClientAuthentication;
import com.github.scribejava.core.oauth2.clientauthentication.RequestBodyAuthenticationScheme;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** ScribeJava: its service refreshes, and a naive file keeps. */
final class ScribeClient implements CallLoop.Tokens {
  private final TokenFile file = TokenFile.shared();
  private final OAuth20Service service =
      new ServiceBuilder(CallLoop.variable("DRILL_CLIENT_ID")).build(new Server());

  private ScribeClient() {}

  public static void main(String[] arguments) throws InterruptedException {
    CallLoop.run(new ScribeClient());
  }

  @Override
  public String token() throws IOException {
    return file.access();
  }

  @Override
  public void refused(String token) throws IOException, InterruptedException, ExecutionException {
    String stored = file.refresh();
    OAuth2AccessToken fresh = service.refreshAccessToken(stored);
    String next = fresh.getRefreshToken();
    file.write(fresh.getAccessToken(), next == null ? stored : next);
  }

  /** The server of the drill; the client is public. */
  private static final class Server extends DefaultApi20 {
    @Override
    public String getAccessTokenEndpoint() {
      return CallLoop.variable("DRILL_TOKEN_ENDPOINT");
    }

    @Override
    protected String getAuthorizationBaseUrl() {
      return CallLoop.variable("DRILL_ISSUER") + "/authorize";
    }

    @Override
    public ClientAuthentication getClientAuthentication() {
      return RequestBodyAuthenticationScheme.instance();
    }
  }
}
