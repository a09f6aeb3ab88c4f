package dev.pawl.it.cli;

import dev.pawl.TokenManager;
import dev.pawl.http.BearerClient;
import dev.pawl.token.TokenException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The example of the README: what stands there is this class, run by a test. */
public final class Embedding {
  public static void main(String[] args) throws Exception {
    URI api = URI.create(args[0]);
    try (TokenManager manager = TokenManager.builder().profile("work").build()) {
      BearerClient client =
          BearerClient.builder(manager, HttpClient.newHttpClient()).origins(api).build();
      HttpRequest request = HttpRequest.newBuilder(api.resolve("/v1/whoami")).build();
      System.out.println(client.send(request, BodyHandlers.ofString()).body());
    } catch (TokenException e) {
      switch (e.reason()) {
        case LOG_IN -> System.err.println("run: pawl login work");
        case TRY_LATER -> System.err.println("again in " + e.retryAfter().toSeconds() + " s");
        case FIX_CONFIGURATION -> System.err.println(e.getMessage());
      }
    }
  }
}
