package dev.pawl.drills.child;

import dev.pawl.json.Fields;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A client that is broken on purpose: it reads the stored refresh token and spends it itself,
 * without the lock. A drill that such a client passes proves nothing.
 */
final class Rogue {
  private final Application application;
  private final RunnerCommand order;

  Rogue(Application application, RunnerCommand order) {
    this.application = application;
    this.order = order;
  }

  void refresh(RequestResult result) throws IOException {
    Path file = application.directory().resolve("grants").resolve(application.profile() + ".json");
    Fields grant = Fields.read(Files.readAllBytes(file));
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(order.text("tokenEndpoint")).toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
    connection.getOutputStream().write(form(grant).getBytes(StandardCharsets.UTF_8));
    int status = connection.getResponseCode();
    if (status != 200) {
      result.failed("REJECTED", "the token endpoint answered " + status);
      return;
    }
    try (InputStream body = connection.getInputStream()) {
      Fields answer = Fields.read(body.readAllBytes());
      result.accessToken(Fingerprint.of(answer.text("access_token")));
    }
  }

  private static String form(Fields grant) throws IOException {
    return "grant_type=refresh_token&client_id="
        + encoded(grant.text("client_id"))
        + "&refresh_token="
        + encoded(grant.text("refresh_token"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
