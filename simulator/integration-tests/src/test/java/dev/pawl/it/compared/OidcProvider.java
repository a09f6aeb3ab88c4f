package dev.pawl.it.compared;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The npm module oidc-provider, a certified OpenID provider, in a process of its own. */
public final class OidcProvider implements Peer {
  private final Process process;
  private final URI issuer;

  /**
   * Starts it.
   *
   * @param home where {@code provider.mjs} and its modules lie
   * @param errors where its standard error goes
   */
  public OidcProvider(Path home, Path errors) throws IOException {
    this(home, errors, Map.of());
  }

  /**
   * Starts it.
   *
   * @param home where {@code provider.mjs} and its modules lie
   * @param errors where its standard error goes
   * @param variables what else {@code provider.mjs} finds in its environment
   */
  public OidcProvider(Path home, Path errors, Map<String, String> variables) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("node", home.resolve("provider.mjs").toString());
    builder.environment().putAll(variables);
    this.process = builder.redirectError(errors.toFile()).start();
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

  /** Returns what it has counted, as JSON. */
  public String counts() {
    return tell("counts");
  }

  private String tell(String what) {
    URI uri = URI.create(issuer + "/__peer/" + what);
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(what + " failed");
      }
      return answer.body();
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
