package dev.pawl.simulator.junit;

import dev.pawl.simulator.Simulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** A client as somebody might have one: it presents its refresh token again after a lost answer. */
final class MyClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Simulator simulator;

  MyClient(Simulator simulator) {
    this.simulator = simulator;
  }

  /** Returns the status of the answer that came in the end. */
  int refresh(String refreshToken) throws InterruptedException, IOException {
    HttpRequest request =
        HttpRequest.newBuilder(simulator.tokenEndpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=refresh_token&client_id="
                        + simulator.clientId()
                        + "&refresh_token="
                        + refreshToken))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
