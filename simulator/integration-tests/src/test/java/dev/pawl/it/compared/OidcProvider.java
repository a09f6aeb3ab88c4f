package dev.pawl.it.compared;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The npm module oidc-provider, a certified OpenID provider, in a process of its own. */
final class OidcProvider implements Peer {
  private final Process process;
  private final URI issuer;

  /**
   * Starts it.
   *
   * @param home where {@code provider.mjs} and its modules lie
   * @param errors where its standard error goes
   */
  OidcProvider(Path home, Path errors) throws IOException {
    this.process =
        new ProcessBuilder("node", home.resolve("provider.mjs").toString())
            .redirectError(errors.toFile())
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (line == null) {
      throw new IOException("oidc-provider has not started: " + Files.readString(errors));
    }
    this.issuer = URI.create(line);
  }

  @Override
  public URI issuer() {
    return issuer;
  }

  @Override
  public void advance(Duration step) {
    tell("advance?seconds=" + step.toSeconds());
  }

  @Override
  public void person(Manner manner) {
    tell("person?decision=" + manner.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void device(String userCode, Manner manner) {
    tell("device?user_code=" + userCode + "&decision=" + manner.name().toLowerCase(Locale.ROOT));
  }

  private void tell(String what) {
    URI uri = URI.create(issuer + "/__peer/" + what);
    try {
      int status =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
              .statusCode();
      if (status != 204) {
        throw new IllegalStateException(what + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.getInputStream().close();
  }
}
