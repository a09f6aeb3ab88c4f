package dev.pawl.drills.cli.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A simulator of another process, by its admin API. */
final class RunningSimulator {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI admin;
  private final String token;
  private final Optional<Path> authority;

  private RunningSimulator(URI admin, String token, Optional<Path> authority) {
    this.admin = admin;
    this.token = token;
    this.authority = authority;
  }

  /**
   * Returns the simulator that a welcome tells of.
   *
   * @throws IllegalArgumentException if it tells of none
   */
  static RunningSimulator of(JsonNode welcome) {
    return new RunningSimulator(
        URI.create(welcome.required("admin").asText()),
        welcome.required("adminToken").asText(),
        Optional.ofNullable(welcome.get("caCertificate")).map(path -> Path.of(path.asText())));
  }

  /**
   * Begins logins at all clouds.
   *
   * @param home the home directory of the process that they are for
   * @throws IOException if it does not answer, or refuses; the message says why
   */
  JsonNode environment(Path home) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(admin + "/environment"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(StrictJson.write(Map.of("home", home.toString()))))
            .build();
    HttpResponse<String> answer;
    try {
      answer = client().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("no simulator answers at " + admin, e);
    }
    if (answer.statusCode() != 200) {
      throw new IOException(
          "the simulator refused with " + answer.statusCode() + ": " + answer.body());
    }
    return StrictJson.object(answer.body());
  }

  private HttpClient client() throws IOException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (authority.isPresent()) {
      builder.sslContext(TrustStore.of(authority.get()).context());
    }
    return builder.build();
  }
}
