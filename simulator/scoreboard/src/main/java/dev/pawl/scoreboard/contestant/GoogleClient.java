package dev.pawl.scoreboard.contestant;

import com.google.auth.oauth2.ClientId;
import com.google.auth.oauth2.TokenStore;
import com.google.auth.oauth2.UserAuthorizer;
import com.google.auth.oauth2.UserCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** google-auth: a UserAuthorizer whose TokenStore is a file; it stores what was refreshed. */
final class GoogleClient implements CallLoop.Tokens {
  private static final String USER = "alice";

  private final UserAuthorizer authorizer;

  private GoogleClient() throws IOException {
    FileTokenStore store = new FileTokenStore(Path.of(CallLoop.variable("DRILL_SCRATCH")));
    if (store.load(USER) == null) {
      store.store(
          USER,
          "{\"access_token\":\"none\",\"expiration_time_millis\":0,\"refresh_token\":\""
              + CallLoop.variable("DRILL_REFRESH_TOKEN")
              + "\"}");
    }
    authorizer =
        UserAuthorizer.newBuilder()
            .setClientId(ClientId.of(CallLoop.variable("DRILL_CLIENT_ID"), ""))
            .setTokenStore(store)
            .setScopes(List.of("scope"))
            .setTokenServerUri(URI.create(CallLoop.variable("DRILL_TOKEN_ENDPOINT")))
            .build();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    CallLoop.run(new GoogleClient());
  }

  @Override
  public String token() throws IOException {
    UserCredentials credentials = authorizer.getCredentials(USER);
    credentials.refreshIfExpired();
    return credentials.getAccessToken().getTokenValue();
  }

  @Override
  public void refused(String token) throws IOException {
    authorizer.getCredentials(USER).refresh();
  }

  /** A store as the library asks for; a file for each user. */
  private record FileTokenStore(Path directory) implements TokenStore {
    @Override
    public @Nullable String load(String id) throws IOException {
      Path file = directory.resolve(id);
      return Files.exists(file) ? Files.readString(file) : null;
    }

    @Override
    public void store(String id, String tokens) throws IOException {
      Files.writeString(directory.resolve(id), tokens);
    }

    @Override
    public void delete(String id) throws IOException {
      Files.deleteIfExists(directory.resolve(id));
    }
  }
}
