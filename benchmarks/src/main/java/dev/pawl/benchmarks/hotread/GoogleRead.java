package dev.pawl.benchmarks.hotread;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** google-auth: the headers of a request, as its clients ask for them. */
@State(Scope.Benchmark)
public class GoogleRead {
  private static final URI API = URI.create("https://api.example.com/");

  @SuppressWarnings("JavaUtilDate") // its interface
  private final OAuth2Credentials credentials =
      OAuth2Credentials.create(
          new AccessToken("not-a-secret", Date.from(Instant.now().plusSeconds(86_400))));

  /** The measured call. */
  @Benchmark
  public Map<String, List<String>> googleAuth() throws IOException {
    return credentials.getRequestMetadata(API);
  }
}
