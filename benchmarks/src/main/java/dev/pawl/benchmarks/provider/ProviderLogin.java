package dev.pawl.benchmarks.provider;

import dev.pawl.json.Fields;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A login at the provider as it travels between processes.
 *
 * @param issuer the provider's identifier
 * @param endpoint where its refresh token is spent
 * @param client the client's id
 * @param family the token family's name
 * @param access the access token
 * @param refresh the refresh token
 */
public record ProviderLogin(
    String issuer, URI endpoint, String client, String family, String access, String refresh) {

  /** The login that {@code fields} hold. */
  public static ProviderLogin of(Fields fields) throws IOException {
    return new ProviderLogin(
        fields.text("issuer"),
        URI.create(fields.text("endpoint")),
        fields.text("client"),
        fields.text("family"),
        fields.text("access"),
        fields.text("refresh"));
  }

  /** The same as fields of JSON. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("issuer", issuer);
    fields.put("endpoint", endpoint.toString());
    fields.put("client", client);
    fields.put("family", family);
    fields.put("access", access);
    fields.put("refresh", refresh);
    return fields;
  }

  /** The same as a grant of the manager that was issued and ends at these epoch milliseconds. */
  public Grant grant(long issuedAt, long expiresAt) {
    ClientRegistration registered =
        new ClientRegistration(issuer, endpoint, null, client, "", ReplayPolicy.UNKNOWN);
    return Grant.login(registered, new TokenSet(access, issuedAt, expiresAt, refresh));
  }

  /** The id of the program that was registered beside this login. */
  public String program() {
    return "program-" + family;
  }

  /** Its secret, which is no secret to anybody here. */
  public String programSecret() {
    return "the-secret-of-" + program();
  }

  /** The login of that program, whose secret is in {@code secret}. */
  public Grant program(Path secret) {
    ClientAuthentication authentication =
        new ClientAuthentication(
            ClientAuthentication.Method.CLIENT_SECRET_BASIC,
            SecretReference.parse("file:" + secret.toAbsolutePath()));
    ClientRegistration registered =
        new ClientRegistration(
            issuer, endpoint, null, program(), "", ReplayPolicy.FREE, authentication);
    return Grant.login(registered, TokenSet.minted(GrantType.CLIENT_CREDENTIALS));
  }

  /** Names the family, never a token. */
  @Override
  public String toString() {
    return "Registration[family=" + family + "]";
  }
}
