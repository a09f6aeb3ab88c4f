package dev.pawl.cli.login;

import dev.pawl.Profiles;
import dev.pawl.cli.text.UsageException;
import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import dev.pawl.process.Ascii;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProfileLogin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import dev.pawl.spi.TokenSet;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Logins as JSON Lines, one object a line (docs/formats.md). A line that cannot be understood ends
 * them with a complaint that names line and field and quotes nothing.
 */
final class LoginLines implements Iterator<ProfileLogin> {
  private static final int LONGEST = 64 << 10;

  /* Seconds of a time that is not long past would be fewer. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private final InputStream in;
  private final Issuers issuers;
  private final long now;
  private long line;
  private @Nullable ProfileLogin next;

  /**
   * The logins in {@code in}.
   *
   * @param issuers that are asked where a line names no token endpoint
   * @param now when access tokens without a time were issued, epoch milliseconds
   */
  LoginLines(InputStream in, Issuers issuers, long now) {
    this.in = new BufferedInputStream(in);
    this.issuers = issuers;
    this.now = now;
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        byte[] text = readLine();
        if (text == null) {
          return false;
        }
        next = isBlank(text) ? null : login(Fields.read(text));
      }
      return true;
    } catch (JsonException | IllegalArgumentException e) {
      throw new UsageException("line " + line + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UsageException("line " + (line + 1) + " cannot be read");
    }
  }

  @Override
  public ProfileLogin next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ProfileLogin login = next;
    next = null;
    return Objects.requireNonNull(login);
  }

  private byte @Nullable [] readLine() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    line++;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      text.write(c);
      if (text.size() > LONGEST) {
        throw new IllegalArgumentException("it is longer than " + LONGEST + " bytes");
      }
    }
    return text.toByteArray();
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private ProfileLogin login(Fields fields) throws JsonException {
    String profile = Profiles.requireName(fields.text("profile"));
    return new ProfileLogin(profile, Grant.login(client(fields), tokens(fields)));
  }

  private ClientRegistration client(Fields fields) throws JsonException {
    String endpoint = fields.textOrNull("token_endpoint");
    String revocation = fields.textOrNull("revocation_endpoint");
    String issuer = endpoint == null ? fields.text("issuer") : fields.text("issuer", endpoint);
    ClientAuthentication authentication = authentication(fields);
    boolean shows = authentication != null && authentication.method().isByCertificate();
    Issuers.Endpoints found =
        endpoint == null
            ? issuers.endpoints(issuer, shows)
            : new Issuers.Endpoints(
                uri("token_endpoint", endpoint),
                revocation == null ? null : uri("revocation_endpoint", revocation));
    return new ClientRegistration(
        issuer,
        found.token(),
        found.revocation(),
        fields.text("client_id"),
        fields.text("scope", ""),
        ReplayPolicy.parse(fields.text("replay", "unknown")),
        authentication);
  }

  /* No line of a file names a command that is run. */
  private static @Nullable ClientAuthentication authentication(Fields fields) throws JsonException {
    String word = fields.textOrNull("client_authentication");
    String at = fields.textOrNull("client_secret_at");
    if (word == null && at == null) {
      return null;
    }
    try {
      SecretReference secret = at == null ? null : SecretReference.parse(at);
      if (secret != null && secret.kind() == SecretReference.Kind.COMMAND) {
        throw Fields.malformed("client_secret_at", "may be file:/PATH or env:NAME");
      }
      String method = word == null ? ClientAuthentication.Method.CLIENT_SECRET_BASIC.word() : word;
      return new ClientAuthentication(ClientAuthentication.Method.parse(method), secret);
    } catch (IllegalArgumentException e) {
      throw Fields.malformed("client_authentication", "or client_secret_at cannot be understood");
    }
  }

  private static URI uri(String field, String text) throws JsonException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw Fields.malformed(field, "is not an address");
    }
  }

  private TokenSet tokens(Fields fields) throws JsonException {
    String refresh = secret(fields, "refresh_token");
    String access = secret(fields, "access_token");
    if (refresh == null && access == null) {
      throw Fields.malformed("refresh_token", "is missing");
    }
    if (access == null) {
      return new TokenSet(null, 0, 0, refresh);
    }
    long issued = fields.integer("issued_at", now);
    long expires = fields.integer("expires_at", 0);
    if (expires < LEAST_MILLIS) {
      throw Fields.malformed("expires_at", "is missing, or not in milliseconds since 1970");
    }
    return new TokenSet(access, issued, expires, refresh);
  }

  private static @Nullable String secret(Fields fields, String name) throws JsonException {
    String secret = fields.textOrNull(name);
    boolean visible = secret == null || Ascii.isVisible(secret);
    if (!visible || (secret != null && secret.isEmpty())) {
      throw Fields.malformed(name, "holds what no token may hold");
    }
    return secret;
  }
}
