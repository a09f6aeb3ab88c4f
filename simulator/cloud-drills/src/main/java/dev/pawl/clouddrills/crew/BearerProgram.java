package dev.pawl.clouddrills.crew;

import com.azure.core.credential.TokenRequestContext;
import dev.pawl.TokenManager;
import dev.pawl.azure.PawlTokenCredential;
import dev.pawl.credentials.Credentials;
import dev.pawl.google.PawlGoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * A program that calls a model with a token that all processes share, through the type that the
 * vendor's clients take. Arguments: {@code google} or {@code azure}, and the address of the model.
 * Each line of its input brings what became of a call.
 */
public final class BearerProgram {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI model;
  private final Header header;

  /** The header of the next request; after a rejection another one. */
  private interface Header {
    String value(boolean rejected) throws IOException;
  }

  private BearerProgram(URI model, Header header) {
    this.model = model;
    this.header = header;
  }

  /** Answers until the input ends. */
  public static void main(String[] args) throws IOException {
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder())
            .loginOutput(line -> System.err.println("login: " + line))
            .build()) {
      Header header = args[0].equals("google") ? google(credentials) : azure(credentials);
      BearerProgram program = new BearerProgram(URI.create(args[1]), header);
      Orders.serve(program::answer);
    }
  }

  private static Header google(Credentials credentials) {
    PawlGoogleCredentials google = PawlGoogleCredentials.of(credentials);
    return rejected -> {
      if (rejected) {
        google.refresh();
      }
      return google.getRequestMetadata(null).getOrDefault("Authorization", List.of("")).get(0);
    };
  }

  private static Header azure(Credentials credentials) {
    PawlTokenCredential azure = PawlTokenCredential.of(credentials);
    return rejected -> {
      TokenRequestContext request = new TokenRequestContext().addScopes("any");
      return "Bearer "
          + azure.getTokenSync(rejected ? request.setClaims("{}") : request).getToken();
    };
  }

  private String answer(String order) {
    try {
      HttpResponse<String> answer = send(header.value(false));
      return String.valueOf(
          answer.statusCode() == 401 ? send(header.value(true)).statusCode() : answer.statusCode());
    } catch (IOException e) {
      return e.getCause() instanceof dev.pawl.token.TokenException known
          ? known.reason() + ": " + known.getMessage()
          : order + " failed: " + e;
    }
  }

  private HttpResponse<String> send(String authorization) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(model)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
