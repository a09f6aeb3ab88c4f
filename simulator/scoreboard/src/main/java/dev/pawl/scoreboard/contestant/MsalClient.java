package dev.pawl.scoreboard.contestant;

import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4jextensions.PersistenceSettings;
import com.microsoft.aad.msal4jextensions.PersistenceTokenCacheAccessAspect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * MSAL4J with msal4j-persistence-extension: silent acquisition from the shared cache file. The file
 * is at first what a login leaves there, with an access token that has ended.
 */
final class MsalClient implements CallLoop.Tokens {
  private static final String AUTHORITY = "https://login.microsoftonline.com/tenant/";
  private static final String FILE = "cache.json";
  private static final Set<String> SCOPES = Set.of("messages");

  private final PublicClientApplication application;

  private MsalClient() throws IOException {
    String client = CallLoop.variable("DRILL_CLIENT_ID");
    Path directory = Path.of(CallLoop.variable("DRILL_SCRATCH"));
    if (!Files.exists(directory.resolve(FILE))) {
      Files.writeString(directory.resolve(FILE), loggedIn(client));
    }
    PersistenceSettings settings =
        PersistenceSettings.builder(FILE, directory)
            .setLinuxUseUnprotectedFileAsCacheStorage(true)
            .build();
    application =
        PublicClientApplication.builder(client)
            .authority(AUTHORITY)
            .instanceDiscovery(false)
            .httpClient(new MicrosoftServer())
            .setTokenCacheAccessAspect(new PersistenceTokenCacheAccessAspect(settings))
            .build();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    CallLoop.run(new MsalClient());
  }

  @Override
  public String token() throws IOException {
    return acquire(false);
  }

  @Override
  public void refused(String token) throws IOException {
    acquire(true);
  }

  private String acquire(boolean fresh) throws IOException {
    IAccount account = application.getAccounts().join().iterator().next();
    SilentParameters parameters =
        SilentParameters.builder(SCOPES, account).forceRefresh(fresh).build();
    return application.acquireTokenSilently(parameters).join().accessToken();
  }

  private static String loggedIn(String client) {
    String person =
        "\"home_account_id\":\""
            + MicrosoftServer.ACCOUNT
            + "\",\"environment\":\"login.microsoftonline.com\",";
    return "{\"AccessToken\":{},\"IdToken\":{},\"AppMetadata\":{},\"Account\":{\""
        + MicrosoftServer.ACCOUNT
        + "-login.microsoftonline.com-tenant\":{"
        + person
        + "\"realm\":\"tenant\",\"local_account_id\":\"user\",\"username\":\"user@example.com\","
        + "\"authority_type\":\"MSSTS\"}},\"RefreshToken\":{\""
        + MicrosoftServer.ACCOUNT
        + "-login.microsoftonline.com-refreshtoken-"
        + client
        + "--\":{"
        + person
        + "\"credential_type\":\"RefreshToken\",\"client_id\":\""
        + client
        + "\",\"secret\":\""
        + CallLoop.variable("DRILL_REFRESH_TOKEN")
        + "\"}}}";
  }
}
