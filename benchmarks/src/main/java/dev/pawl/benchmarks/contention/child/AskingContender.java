package dev.pawl.benchmarks.contention.child;

import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.json.Fields;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;

/** A program whose processes know nothing of each other: each asks for a token of its own. */
final class AskingContender implements Contender {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private final InstantSource clock;
  private long expiresAt;

  AskingContender(ProviderLogin registration, InstantSource clock) {
    String form =
        "grant_type=client_credentials&client_id="
            + registration.program()
            + "&client_secret="
            + registration.programSecret();
    this.request =
        HttpRequest.newBuilder(registration.endpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    this.clock = clock;
  }

  @Override
  public synchronized void token() throws IOException {
    long now = clock.millis();
    if (now < expiresAt) {
      return;
    }
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("the provider answered " + answer.statusCode());
      }
      expiresAt = now + Fields.read(answer.body()).integer("expires_in", 0) * 1000;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the provider");
    }
  }
}
