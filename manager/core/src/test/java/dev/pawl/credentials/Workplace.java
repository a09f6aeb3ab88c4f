package dev.pawl.credentials;

import dev.pawl.TokenManager;
import dev.pawl.clock.TokenClock;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Account;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A user's directories and variables, and the credentials found there. */
public final class Workplace {
  final Path directory;
  public final Map<String, String> variables = new HashMap<>();

  public Workplace(Path directory) {
    this.directory = directory;
    variables.put("PAWL_HOME", directory.resolve("state").toString());
    variables.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
  }

  public Workplace set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  public Workplace user(String json) throws IOException {
    Files.createDirectories(directory.resolve("config/pawl"));
    Files.writeString(directory.resolve("config/pawl/settings.json"), json);
    return this;
  }

  public Workplace managed(String json) throws IOException {
    Files.writeString(directory.resolve("managed-settings.json"), json);
    return this;
  }

  public Settings settings() {
    Settings plain = Settings.of(variables);
    Path managed = directory.resolve("managed-settings.json");
    return Files.exists(managed) ? new Settings(plain.user(), managed) : plain;
  }

  public TokenManager.Builder login() {
    return TokenManager.builder().environment(variables).settings(settings()).warmUp(false);
  }

  public Credentials credentials() {
    return Credentials.builder(login()).build();
  }

  public Credentials credentials(String source) {
    return Credentials.builder(login()).source(source).build();
  }

  /** Stores a login whose access token is {@code login-token}. */
  public Workplace logIn(Account account) {
    return logIn(
        account,
        new TokenSet("login-token", TokenClock.system().millis(), Long.MAX_VALUE, "login-refresh"));
  }

  /** Stores a login of these tokens. */
  public Workplace logIn(Account account, TokenSet tokens) {
    URI endpoint = URI.create("https://localhost/token");
    ClientRegistration client =
        new ClientRegistration(
            "https://localhost", endpoint, null, "test", "", ReplayPolicy.UNKNOWN);
    try (TokenManager manager = login().build()) {
      manager.login(account.on(Grant.login(client, tokens)));
    }
    return this;
  }

  public void logOut() {
    try (TokenManager manager = login().build()) {
      manager.logout();
    }
  }
}
