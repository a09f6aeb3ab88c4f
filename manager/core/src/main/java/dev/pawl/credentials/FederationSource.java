package dev.pawl.credentials;

import dev.pawl.clock.TokenClock;
import dev.pawl.json.JsonException;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.TransportSettings;
import dev.pawl.oauth.IdentityExchange;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.settings.Settings;
import dev.pawl.settings.VendorVariables;
import dev.pawl.source.SecretText;
import dev.pawl.source.ShareableSource;
import dev.pawl.source.SourceException;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.TokenException.Reason;
import dev.pawl.wire.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Workload identity federation at the model vendor, by the variables that its public SDK reads: an
 * identity token that the platform has put into a file or a variable is exchanged for an access
 * token, once for all processes of the user. The file is read anew for each exchange. Thread-safe.
 */
final class FederationSource implements ShareableSource {
  private static final String ORGANIZATION = "ANTHROPIC_ORGANIZATION_ID";
  private static final String TOKEN_FILE = "ANTHROPIC_IDENTITY_TOKEN_FILE";
  private static final String TOKEN = "ANTHROPIC_IDENTITY_TOKEN";
  private static final String SERVICE_ACCOUNT = "ANTHROPIC_SERVICE_ACCOUNT_ID";
  private static final String WORKSPACE = "ANTHROPIC_WORKSPACE_ID";
  private static final String BASE_URL = "ANTHROPIC_BASE_URL";
  private static final String API = "https://api.anthropic.com";

  private static final Duration WITHOUT_END = Duration.ofMinutes(5);
  private static final Duration MARGIN = Duration.ofMinutes(2); // as the SDK has it
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Set<Integer> LATER = Set.of(408, 425, 429);
  private static final int SERVERS = 500;

  private final Map<String, String> environment;
  private final Settings settings;
  private final TokenClock clock;
  private final @Nullable Path file;
  private final String key;

  FederationSource(Map<String, String> environment, Settings settings, TokenClock clock) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
    this.clock = clock;
    this.file = file(said(TOKEN_FILE));
    this.key = key();
  }

  /* Absolute: another process may have another directory. What is no path is told when it is read. */
  private static @Nullable Path file(String named) {
    try {
      return named.isEmpty() ? null : Path.of(named).toAbsolutePath();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  @Override
  public String name() {
    return VendorVariables.FEDERATION_RULE;
  }

  @Override
  public String origin() {
    return "variable " + name();
  }

  @Override
  public Billing billing() {
    return Billing.PER_TOKEN;
  }

  @Override
  public Reach reach() {
    return Reach.MACHINE;
  }

  @Override
  public boolean isEmpty() {
    return "".equals(environment.get(name()));
  }

  /** A rule alone is half of it: that is an error, never somebody else's credential. */
  @Override
  public boolean isConfigured() throws SourceException {
    if (said(name()).isEmpty()) {
      return false;
    }
    if (said(ORGANIZATION).isEmpty()) {
      throw new SourceException(name(), "needs " + ORGANIZATION + " too");
    }
    if (said(TOKEN_FILE).isEmpty() && said(TOKEN).isEmpty()) {
      throw new SourceException(name(), "needs " + TOKEN_FILE + " or " + TOKEN + " too");
    }
    return true;
  }

  @Override
  public Terms terms() throws IOException {
    boolean unused = isConfigured();
    List<Path> files = new ArrayList<>(settings.files());
    if (file != null) {
      files.add(file);
    }
    return new Terms(key, Kind.BEARER, WITHOUT_END, MARGIN, LONGEST, files);
  }

  /* What makes the difference between two tokens; the file is one of the files that decide. */
  private String key() {
    StringBuilder parts = new StringBuilder();
    for (String variable : List.of(name(), ORGANIZATION, SERVICE_ACCOUNT, WORKSPACE, BASE_URL)) {
      parts.append(said(variable).length()).append(':').append(said(variable));
    }
    parts.append(file == null ? said(TOKEN) : file);
    return "federation:" + Fingerprint.of(parts.toString()).value();
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws IOException {
    Credential credential = read(exchanged());
    if (credential.fingerprint().equals(rejected)) {
      throw new SourceException(name(), "brings the token again that a server has rejected");
    }
    return credential;
  }

  private HttpAnswer exchanged() throws IOException {
    boolean unused = isConfigured();
    Map<String, String> rule = new LinkedHashMap<>();
    rule.put("federation_rule_id", said(name()));
    rule.put("organization_id", said(ORGANIZATION));
    put(rule, "service_account_id", said(SERVICE_ACCOUNT));
    put(rule, "workspace_id", said(WORKSPACE));
    String identity = identity();
    IdentityExchange exchange =
        new IdentityExchange(TransportSettings.transport(settings, environment), clock);
    try {
      return exchange.present(base(), identity, rule, LONGEST);
    } catch (ConfigurationException e) {
      throw new SourceException(name(), "cannot be used: " + e.getMessage());
    } catch (IOException e) {
      throw new Refused("the identity token could not be exchanged: " + e.getMessage(), e);
    }
  }

  private static void put(Map<String, String> rule, String field, String value) {
    if (!value.isEmpty()) {
      rule.put(field, value);
    }
  }

  private URI base() throws SourceException {
    String base = said(BASE_URL);
    try {
      return new URI(base.isEmpty() ? API : base);
    } catch (URISyntaxException e) {
      throw new SourceException(BASE_URL, "is no address");
    }
  }

  /* The file first, as the SDK has it. A pipe would never end. */
  private String identity() throws SourceException {
    if (said(TOKEN_FILE).isEmpty()) {
      return SecretText.check(said(TOKEN).strip(), TOKEN);
    }
    if (file == null || !Files.isRegularFile(file)) {
      throw unreadable();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(SecretText.LONGEST + 1);
      String token = new String(bytes, StandardCharsets.UTF_8).strip();
      if (token.isEmpty()) {
        throw new SourceException(TOKEN_FILE, "names a file that is empty: " + file);
      }
      return SecretText.check(token, TOKEN_FILE);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private SourceException unreadable() {
    return new SourceException(TOKEN_FILE, "names a file that cannot be read: " + said(TOKEN_FILE));
  }

  private Credential read(HttpAnswer answer) throws SourceException {
    int status = answer.status();
    if (status >= SERVERS || LATER.contains(status)) {
      throw new Refused("the identity token is not exchanged now (" + status + ")", answer);
    }
    if (status / 100 != 2) {
      throw new SourceException(
          name(),
          "is refused ("
              + status
              + "): does the rule match the identity token? A rule for several workspaces needs "
              + WORKSPACE);
    }
    try {
      SpendOutcome outcome = IdentityExchange.read(answer);
      if (outcome instanceof SpendOutcome.Granted granted) {
        return new Credential(Kind.BEARER, granted.access(), granted.expiresAtMillis());
      }
      throw new Refused("the exchange of the identity token brought no token of use", answer);
    } catch (JsonException e) {
      throw new Refused("the exchange of the identity token was not understood", answer);
    }
  }

  private String said(String variable) {
    return environment.getOrDefault(variable, "");
  }

  /** The exchange brought no token this time. */
  private static final class Refused extends SourceException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    Refused(String message, HttpAnswer answer) {
      super(message + "; try later", Reason.TRY_LATER, null);
      Long wish = answer.retryAfterMillis();
      this.retryAfter = wish == null ? Duration.ZERO : Duration.ofMillis(wish);
    }

    Refused(String message, IOException cause) {
      super(message, Reason.TRY_LATER, cause);
      this.retryAfter = Duration.ZERO;
    }

    @Override
    public Duration retryAfter() {
      return retryAfter;
    }
  }
}
