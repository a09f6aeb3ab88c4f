package dev.pawl.store;

import dev.pawl.file.NewerFormatException;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import dev.pawl.spi.TokenSet;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a grant: one JSON object, described in docs/formats.md.
 *
 * <p>Two fields are ours alone: {@code seal} (fingerprint of the tokens as Pawl saved them: a
 * mismatch means that another tool edited them) and, last, {@code checksum} over all bytes before
 * it: it tells a complete temporary file from a half-written one and is not checked otherwise.
 */
public final class GrantFormat {
  static final int VERSION = 3;

  /* What an older Pawl can read too: it would present the token of a bound login without a proof. 2 is
   * that of a record of a vault. */
  private static final int UNBOUND = 1;

  private static final String CHECKSUM = ",\n  \"checksum\": \"";
  private static final String REQUESTED = "requested_tokens";
  private static final Set<String> KNOWN =
      Set.of(
          "version",
          "generation",
          "origin",
          "issuer",
          "token_endpoint",
          "revocation_endpoint",
          "client_id",
          "client_authentication",
          "client_secret_at",
          "scope",
          "replay",
          "access_token",
          "issued_at",
          "expires_at",
          "refresh_token",
          REQUESTED,
          "seal",
          "parent_generation",
          "parent_fingerprint",
          "checksum");

  private GrantFormat() {}

  /** A grant as it was stored. */
  public record Stored(Grant grant, boolean sealed, Parent parent) {}

  /** Whose successor a stored grant is. */
  public record Parent(long generation, @Nullable Fingerprint fingerprint) {
    public static final Parent NONE = new Parent(0, null);

    /* Spelled out: what the compiler makes for a record costs a cold process milliseconds. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Parent that
          && generation == that.generation
          && Objects.equals(fingerprint, that.fingerprint);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(generation);
    }

    public static Parent of(Grant grant) {
      return new Parent(grant.generation(), grant.tokens().fingerprint());
    }

    /** The same where there may be none. */
    public static Parent ofNullable(@Nullable Grant grant) {
      return grant == null ? NONE : of(grant);
    }
  }

  public static byte[] write(Grant grant, Parent parent) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("version", grant.extras().containsKey(ProofKey.FIELD) ? VERSION : UNBOUND);
    putFacts(fields, grant);
    putTokens(fields, grant.tokens());
    fields.put("seal", seal(grant.tokens()));
    fields.put("parent_generation", parent.generation());
    putIfPresent(
        fields,
        "parent_fingerprint",
        parent.fingerprint() == null ? null : parent.fingerprint().value());
    fields.putAll(grant.extras());
    return withChecksum(Json.writePretty(fields));
  }

  /** Puts what is no secret: which generation it is, what made it and to whom it is bound. */
  public static void putFacts(Map<String, @Nullable Object> fields, Grant grant) {
    fields.put("generation", grant.generation());
    fields.put("origin", grant.origin().name().toLowerCase(Locale.ROOT));
    putClient(fields, grant.client());
  }

  private static void putClient(Map<String, @Nullable Object> fields, ClientRegistration client) {
    fields.put("issuer", client.issuer());
    fields.put("token_endpoint", client.tokenEndpoint().toString());
    URI revocation = client.revocationEndpoint();
    putIfPresent(fields, "revocation_endpoint", revocation == null ? null : revocation.toString());
    fields.put("client_id", client.clientId());
    ClientAuthentication authentication = client.authentication();
    if (authentication != null) {
      fields.put("client_authentication", authentication.method().word());
      SecretReference secret = authentication.secret();
      putIfPresent(fields, "client_secret_at", secret == null ? null : secret.text());
    }
    fields.put("scope", client.scope());
    fields.put("replay", client.replay().toString());
  }

  private static void putTokens(Map<String, @Nullable Object> fields, TokenSet tokens) {
    putIfPresent(fields, "access_token", tokens.access());
    fields.put("issued_at", tokens.issuedAt());
    fields.put("expires_at", tokens.expiresAt());
    putIfPresent(fields, "refresh_token", tokens.refresh());
    if (!tokens.requested().isEmpty()) {
      fields.put(REQUESTED, RequestedTokens.write(tokens.requested()));
    }
  }

  private static void putIfPresent(
      Map<String, @Nullable Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static String seal(TokenSet tokens) {
    return Fingerprint.of(tokens.access() + "\n" + tokens.refresh()).value();
  }

  private static byte[] withChecksum(String json) {
    String body = json.stripTrailing();
    String head = body.substring(0, body.length() - 1).stripTrailing();
    return (head + CHECKSUM + checksum(head) + "\"\n}\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String checksum(String head) {
    return HexFormat.of().formatHex(Fingerprint.sha256(head));
  }

  /** Whether {@code bytes} begin with all that {@link #write} made. */
  static boolean isComplete(byte[] bytes) {
    return whole(bytes) != null;
  }

  /**
   * What {@link #write} made, to its last byte, if {@code bytes} begin with it; else null. The
   * checksum vouches for it, so what follows does not count: zeros that room was reserved with, or
   * the rest of something longer that was overwritten, by a process that was killed before its cut.
   */
  static byte @Nullable [] whole(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (int mark = text.indexOf(CHECKSUM); mark >= 0; mark = text.indexOf(CHECKSUM, mark + 1)) {
      String head = text.substring(0, mark);
      String whole = head + CHECKSUM + checksum(head) + "\"\n}\n";
      if (text.startsWith(whole)) {
        return whole.getBytes(StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  /**
   * Reads a stored grant; fields that are not known here end up in its extras.
   *
   * @throws JsonException if it is no such thing; the message names the field
   */
  public static Stored read(byte[] bytes) throws JsonException, NewerFormatException {
    Fields fields = Fields.read(bytes);
    long version = fields.integer("version", VERSION);
    if (version > VERSION) {
      throw new NewerFormatException("the stored grant", version, VERSION);
    }
    TokenSet tokens =
        new TokenSet(
            fields.textOrNull("access_token"),
            fields.integer("issued_at", 0),
            fields.integer("expires_at", 0),
            fields.textOrNull("refresh_token"),
            RequestedTokens.read(fields.asMap().get(REQUESTED)));
    Grant grant = grant(fields, tokens, extras(fields));
    String parent = fields.textOrNull("parent_fingerprint");
    return new Stored(
        grant,
        seal(tokens).equals(fields.textOrNull("seal")),
        new Parent(
            generation(fields, "parent_generation"),
            parent == null ? null : new Fingerprint(parent)));
  }

  /** The grant whose facts {@link #putFacts} put there. */
  public static Grant grant(Fields fields, TokenSet tokens, Map<String, @Nullable Object> extras)
      throws JsonException, NewerFormatException {
    return new Grant(
        generation(fields, "generation"), origin(fields), client(fields), tokens, extras);
  }

  /** A generation that may have been counted; an absurd one would never be outgrown again. */
  public static long generation(Fields fields, String name) throws JsonException {
    long generation = fields.integer(name, 0);
    if (!Grant.isGeneration(generation)) {
      throw Fields.malformed(name, "is out of range");
    }
    return generation;
  }

  private static Grant.Origin origin(Fields fields) throws JsonException {
    String text = fields.text("origin", "foreign");
    try {
      return Grant.Origin.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Fields.malformed("origin", "is none of login, refresh, forced, foreign, logout");
    }
  }

  private static ClientRegistration client(Fields fields)
      throws JsonException, NewerFormatException {
    String revocation = fields.textOrNull("revocation_endpoint");
    return new ClientRegistration(
        fields.text("issuer"),
        uri("token_endpoint", fields.text("token_endpoint")),
        revocation == null ? null : uri("revocation_endpoint", revocation),
        fields.text("client_id"),
        fields.text("scope", ""),
        replay(fields.text("replay", "unknown")),
        authentication(fields));
  }

  /* A word that is not known here is a newer Pawl's: without it, nothing could be refreshed. */
  private static @Nullable ClientAuthentication authentication(Fields fields)
      throws JsonException, NewerFormatException {
    String word = fields.textOrNull("client_authentication");
    String secret = fields.textOrNull("client_secret_at");
    try {
      return word == null
          ? null
          : new ClientAuthentication(
              ClientAuthentication.Method.parse(word),
              secret == null ? null : SecretReference.parse(secret));
    } catch (IllegalArgumentException e) {
      throw new NewerFormatException("the stored grant", VERSION + 1, VERSION);
    }
  }

  private static URI uri(String field, String text) throws JsonException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw Fields.malformed(field, "is not a URI");
    }
  }

  private static ReplayPolicy replay(String text) throws JsonException {
    try {
      return ReplayPolicy.parse(text);
    } catch (IllegalArgumentException e) {
      throw Fields.malformed("replay", "is not unknown, free, never or window:30s");
    }
  }

  private static Map<String, @Nullable Object> extras(Fields fields) {
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(fields.asMap());
    extras.keySet().removeAll(KNOWN);
    return extras;
  }
}
