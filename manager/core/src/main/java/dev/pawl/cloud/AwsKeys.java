package dev.pawl.cloud;

import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.process.Ascii;
import dev.pawl.spi.Credential;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys that sign requests to AWS. As a credential they are the document that AWS tools read from a
 * {@code credential_process}: {@code Version} 1, {@code AccessKeyId}, {@code SecretAccessKey},
 * {@code SessionToken}, {@code Expiration} (docs.aws.amazon.com/sdkref/latest/guide,
 * feature-process-credentials). Immutable.
 *
 * @param accessKeyId which key; not secret
 * @param secretAccessKey signs
 * @param sessionToken empty for keys that belong to no session
 * @param expiresAt epoch milliseconds; {@link Long#MAX_VALUE} if nobody says
 * @param account whose they are; empty if unknown
 */
public record AwsKeys(
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    long expiresAt,
    String account) {
  private static final int LONGEST = 12_288;

  /**
   * What {@code utf8} holds: the document of a {@code credential_process}, the flat one of {@code
   * aws configure export-credentials}, or an answer of STS with its member {@code Credentials}.
   *
   * @throws JsonException that names each field that is missing or malformed, and no value
   */
  public static AwsKeys read(byte[] utf8) throws JsonException {
    Fields document = Fields.read(utf8);
    Fields inner = document.object("Credentials");
    Fields fields = inner == null ? document : inner;
    String at = inner == null ? "" : "Credentials.";
    requireKnownVersion(document);
    StringBuilder problems = new StringBuilder();
    String id = text(fields, at, "AccessKeyId", problems);
    String secret = text(fields, at, "SecretAccessKey", problems);
    boolean mayLackSession = inner == null && !fields.asMap().containsKey("SessionToken");
    String session = mayLackSession ? "" : text(fields, at, "SessionToken", problems);
    long end = expiration(fields, at, problems);
    if (!problems.isEmpty()) {
      throw new JsonException(problems.toString());
    }
    return new AwsKeys(id, secret, session, end, fields.text("AccountId", ""));
  }

  /* STS answers have none. */
  private static void requireKnownVersion(Fields document) throws JsonException {
    long version = document.integer("Version", 1);
    if (version != 1) {
      throw Fields.malformed("Version", "is not 1");
    }
  }

  private static String text(Fields fields, String at, String name, StringBuilder problems) {
    Object value = fields.asMap().get(name);
    if (value instanceof String text && isValue(text)) {
      return text;
    }
    add(
        problems,
        at + name + (value == null ? " is missing" : " is no text of visible characters"));
    return "";
  }

  private static boolean isValue(String text) {
    return !text.isEmpty() && text.length() <= LONGEST && Ascii.isVisible(text);
  }

  private static long expiration(Fields fields, String at, StringBuilder problems) {
    Object value = fields.asMap().get("Expiration");
    if (value == null || value.equals("")) {
      return Long.MAX_VALUE;
    }
    if (value instanceof String text) {
      try {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        add(problems, at + "Expiration is no time of ISO 8601 with a zone");
        return 0;
      }
    }
    add(problems, at + "Expiration is no text");
    return 0;
  }

  private static void add(StringBuilder problems, String problem) {
    problems.append(problems.isEmpty() ? "" : "; ").append(problem);
  }

  /** As a credential whose value is the document of a {@code credential_process}, on one line. */
  public Credential credential() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Version", 1);
    fields.put("AccessKeyId", accessKeyId);
    fields.put("SecretAccessKey", secretAccessKey);
    if (!sessionToken.isEmpty()) {
      fields.put("SessionToken", sessionToken);
    }
    if (expiresAt != Long.MAX_VALUE) {
      fields.put("Expiration", Instant.ofEpochMilli(expiresAt).toString());
    }
    if (!account.isEmpty()) {
      fields.put("AccountId", account);
    }
    return new Credential(Credential.Kind.AWS_KEYS, Json.write(fields), expiresAt);
  }

  /**
   * The keys in {@code document}, which {@link #credential} made.
   *
   * @throws IllegalArgumentException if it did not
   */
  public static AwsKeys of(String document) {
    try {
      return read(document.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new IllegalArgumentException("these are no keys of AWS: " + e.getMessage(), e);
    }
  }

  /** Names the key, never the secret. */
  @Override
  public String toString() {
    return "AwsKeys[" + accessKeyId + ", account=" + account + "]";
  }
}
