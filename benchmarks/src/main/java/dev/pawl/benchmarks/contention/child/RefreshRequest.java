package dev.pawl.benchmarks.contention.child;

import dev.pawl.json.Fields;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;

/** The token request of the peers: the JDK's own client, HTTP/1.1. */
final class RefreshRequest {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;
  private final String client;
  private final InstantSource clock;

  RefreshRequest(URI endpoint, String client, InstantSource clock) {
    this.endpoint = endpoint;
    this.client = client;
    this.clock = clock;
  }

  PeerTokenFile spend(String refresh) throws IOException {
    long sent = clock.millis();
    String form = "grant_type=refresh_token&client_id=" + client + "&refresh_token=" + refresh;
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("the provider answered " + answer.statusCode());
      }
      Fields fields = Fields.read(answer.body());
      return new PeerTokenFile(
          fields.text("access_token"),
          fields.text("refresh_token", refresh),
          sent + fields.integer("expires_in", 0) * 1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the provider");
    }
  }
}
