package dev.pawl.simulator;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A plain client of the simulator over real sockets. */
final class Client {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Simulator simulator;

  Client(Simulator simulator) {
    this.simulator = simulator;
  }

  HttpResponse<String> spend(String refreshToken) throws IOException, InterruptedException {
    return post(
        simulator.tokenEndpoint(),
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            refreshToken,
            "client_id",
            simulator.clientId()));
  }

  HttpResponse<String> post(URI uri, Map<String, String> form)
      throws IOException, InterruptedException {
    return send(posting(uri, form));
  }

  static HttpRequest.Builder posting(URI uri, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> call(String accessToken) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(simulator.api().resolve("/v1/whoami"))
            .header("Authorization", "Bearer " + accessToken));
  }

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(
        request.header("X-Pawl-Client", "test").timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static Map<String, Object> json(HttpResponse<String> response) throws IOException {
    return json(response.body());
  }

  static Map<String, Object> json(String text) throws IOException {
    return StrictJson.reader().forType(new TypeReference<Map<String, Object>>() {}).readValue(text);
  }

  static String string(HttpResponse<String> response, String member) throws IOException {
    return String.valueOf(json(response).get(member));
  }
}
