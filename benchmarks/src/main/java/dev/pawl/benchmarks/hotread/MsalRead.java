package dev.pawl.benchmarks.hotread;

import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4jextensions.PersistenceSettings;
import com.microsoft.aad.msal4jextensions.PersistenceTokenCacheAccessAspect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** MSAL4J: a silent acquisition from its file cache; no network, the token is there. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH before each trial
public class MsalRead {
  private static final String HOST = "login.microsoftonline.com";
  private static final String CLIENT = "00000000-0000-0000-0000-000000000001";
  private static final String HOME = "user.tenant";

  private Path directory;
  private PublicClientApplication application;
  private SilentParameters parameters;

  /** Writes the cache and opens the application on it. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    directory = Files.createTempDirectory("pawl-bench-msal");
    Files.write(directory.resolve("cache.json"), cache().getBytes(StandardCharsets.US_ASCII));
    PersistenceSettings settings =
        PersistenceSettings.builder("cache.json", directory)
            .setLinuxUseUnprotectedFileAsCacheStorage(true)
            .build();
    application =
        PublicClientApplication.builder(CLIENT)
            .authority("https://" + HOST + "/tenant/")
            .instanceDiscovery(false)
            .setTokenCacheAccessAspect(new PersistenceTokenCacheAccessAspect(settings))
            .build();
    IAccount account = application.getAccounts().join().iterator().next();
    parameters = SilentParameters.builder(Set.of("scope"), account).build();
  }

  private static String cache() {
    long now = System.currentTimeMillis() / 1000;
    String key = HOME + "-" + HOST + "-accesstoken-" + CLIENT + "-tenant-scope";
    String person = "\"home_account_id\":\"" + HOME + "\",\"environment\":\"" + HOST + "\",";
    return "{\"AccessToken\":{\""
        + key
        + "\":{"
        + person
        + "\"credential_type\":\"AccessToken\",\"client_id\":\""
        + CLIENT
        + "\",\"secret\":\"not-a-secret\",\"realm\":\"tenant\",\"target\":\"scope\",\"cached_at\":\""
        + now
        + "\",\"expires_on\":\""
        + (now + 86_400)
        + "\",\"extended_expires_on\":\""
        + (now + 86_400)
        + "\"}},\"Account\":{\""
        + HOME
        + "-"
        + HOST
        + "-tenant\":{"
        + person
        + "\"realm\":\"tenant\",\"local_account_id\":\"user\",\"username\":\"user@example.com\","
        + "\"authority_type\":\"MSSTS\"}},\"RefreshToken\":{},\"IdToken\":{},\"AppMetadata\":{}}";
  }

  /** Leaves nothing behind. */
  @TearDown(Level.Trial)
  public void clean() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The measured call. */
  @Benchmark
  public IAuthenticationResult msalSilent() throws IOException {
    return application.acquireTokenSilently(parameters).join();
  }
}
