package dev.pawl.postgres;

import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database by its URL: {@code postgresql://[USER@]HOST[:PORT][,HOST...]/DATABASE[?OPTIONS]}. TLS
 * with the server's name checked is the default, but on loopback, where nobody listens in.
 */
record PostgresAddress(
    String hosts, int count, String database, Map<String, String> options, StoreAddress store) {
  private static final Pattern URL =
      Pattern.compile("postgres(?:ql)?://(?:([^/@]*)@)?([^/@?]+)/([^/?#]+)(?:\\?([^#]*))?");
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d+){3}|\\[::1])(:\\d+)?");
  private static final Set<String> KNOWN =
      Set.of("user", "sslmode", "channelBinding", "ApplicationName");
  private static final Set<String> UNVERIFIED = Set.of("disable", "allow", "prefer", "require");

  /**
   * The database of {@code store}.
   *
   * @throws StoreRefusedException if the URL is none, or holds a password
   */
  static PostgresAddress of(StoreAddress store) throws StoreRefusedException {
    Matcher url = URL.matcher(store.url());
    if (!url.matches()) {
      throw refused(
          "the store's URL is postgresql://HOST[:PORT][,HOST...]/DATABASE, with ?user=ROLE&sslmode=MODE"
              + " where they are needed");
    }
    Map<String, String> options = options(url.group(4));
    String user = url.group(1);
    if (user != null) {
      options.put("user", decoded(user));
    }
    if (options.containsKey("password") || (user != null && user.contains(":"))) {
      throw refused("a password does not belong into the store's URL; keep it in a file");
    }
    for (String name : options.keySet()) {
      if (!KNOWN.contains(name)) {
        throw refused("the store's URL has the option " + name + "; known are " + KNOWN);
      }
    }
    String hosts = url.group(2);
    int count = List.of(hosts.split(",", -1)).size();
    return new PostgresAddress(hosts, count, decoded(url.group(3)), options, store);
  }

  private static Map<String, String> options(@Nullable String query) {
    Map<String, String> options = new LinkedHashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String option : query.split("&", -1)) {
        int equals = option.indexOf('=');
        if (equals > 0) {
          options.put(decoded(option.substring(0, equals)), decoded(option.substring(equals + 1)));
        } else {
          options.put(decoded(option), "");
        }
      }
    }
    return options;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static StoreRefusedException refused(String problem) {
    return new StoreRefusedException("fleet.url: " + problem, null);
  }

  /** Whether an acknowledged write must be on a second server: the primary may be lost. */
  boolean needsStandby() {
    return store.failover() || count > 1;
  }

  /** How the server is known: the mode of libpq. */
  String sslMode() {
    String mode = options.get("sslmode");
    if (mode != null) {
      return mode;
    }
    boolean loopback =
        List.of(hosts.split(",", -1)).stream().allMatch(host -> LOOPBACK.matcher(host).matches());
    return loopback && store.trust() == null && store.identity() == null
        ? "disable"
        : "verify-full";
  }

  /** What the driver opens. */
  String jdbcUrl() {
    return "jdbc:postgresql://"
        + hosts
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What the driver is told besides, but for the password. */
  Properties properties() {
    long seconds = Math.max(1, (store.timeout().toMillis() + 999) / 1000);
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "pawl");
    options.forEach(properties::setProperty);
    properties.setProperty("targetServerType", "primary");
    properties.setProperty("hostRecheckSeconds", "1");
    properties.setProperty("prepareThreshold", "0"); // PgBouncer hands each statement elsewhere
    properties.setProperty("connectTimeout", String.valueOf(Math.max(1, seconds / count)));
    properties.setProperty("loginTimeout", String.valueOf(seconds));
    properties.setProperty("socketTimeout", String.valueOf(seconds));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("logServerErrorDetail", "false");
    String mode = sslMode();
    properties.setProperty("sslmode", mode);
    if (!UNVERIFIED.contains(mode) || store.trust() != null || store.identity() != null) {
      properties.setProperty("sslfactory", StoreTlsFactory.class.getName());
      StoreTlsFactory.tell(properties, store.trust(), store.identity());
    }
    return properties;
  }

  /** Without user and options. */
  @Override
  public String toString() {
    return store.toString();
  }
}
