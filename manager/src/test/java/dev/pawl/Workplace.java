package dev.pawl;

import dev.pawl.settings.Settings;
import dev.pawl.spi.Account;
import dev.pawl.spi.Client;
import dev.pawl.spi.Grant;
import dev.pawl.spi.Replay;
import dev.pawl.spi.TokenClock;
import dev.pawl.spi.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A user's directories and variables, and the credentials found there. */
final class Workplace {
  final Path directory;
  final Map<String, String> variables = new HashMap<>();

  Workplace(Path directory) {
    this.directory = directory;
    variables.put("PAWL_HOME", directory.resolve("state").toString());
    variables.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
  }

  Workplace set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Workplace user(String json) throws IOException {
    Files.createDirectories(directory.resolve("config/pawl"));
    Files.writeString(directory.resolve("config/pawl/settings.json"), json);
    return this;
  }

  Workplace managed(String json) throws IOException {
    Files.writeString(directory.resolve("managed-settings.json"), json);
    return this;
  }

  Settings settings() {
    Settings plain = Settings.of(variables);
    Path managed = directory.resolve("managed-settings.json");
    return Files.exists(managed) ? new Settings(plain.user(), managed) : plain;
  }

  TokenManager.Builder login() {
    return TokenManager.builder().environment(variables).settings(settings()).rehearse(false);
  }

  Credentials credentials() {
    return Credentials.builder(login()).build();
  }

  Credentials credentials(String source) {
    return Credentials.builder(login()).source(source).build();
  }

  /** Stores a login whose access token is {@code login-token}. */
  Workplace logIn(Account account) {
    URI endpoint = URI.create("https://localhost/token");
    Client client = new Client("https://localhost", endpoint, null, "test", "", Replay.UNKNOWN);
    Tokens tokens =
        new Tokens("login-token", TokenClock.system().millis(), Long.MAX_VALUE, "login-refresh");
    try (TokenManager manager = login().build()) {
      manager.login(account.on(Grant.login(client, tokens)));
    }
    return this;
  }

  void logOut() {
    try (TokenManager manager = login().build()) {
      manager.logout();
    }
  }
}
