package dev.pawl.aws;

import dev.pawl.file.DurableFile;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The token of a session of IAM Identity Center, in the file that all AWS tools share; fields that
 * are not known here stay. Immutable.
 *
 * @param fields of the file
 */
record SsoToken(Fields fields) {

  /** The token in {@code file}; null if there is none that can be read. */
  static @Nullable SsoToken read(Path file) throws IOException {
    byte[] bytes = DurableFile.read(file);
    try {
      return bytes == null ? null : new SsoToken(Fields.read(bytes));
    } catch (JsonException e) {
      return null; // half of a file that another tool is writing, or damaged: a login replaces it
    }
  }

  String accessToken() {
    return text("accessToken");
  }

  /** When the access token ends, epoch milliseconds; 0 if it does not say. */
  long expiresAt() {
    return time("expiresAt");
  }

  /** Whether there is all that a refresh needs (botocore's rule: each of four fields). */
  boolean isRefreshable(long now) {
    return !text("refreshToken").isEmpty()
        && !text("clientId").isEmpty()
        && !text("clientSecret").isEmpty()
        && time("registrationExpiresAt") > now;
  }

  String refreshToken() {
    return text("refreshToken");
  }

  String clientId() {
    return text("clientId");
  }

  String clientSecret() {
    return text("clientSecret");
  }

  private String text(String name) {
    return fields.asMap().get(name) instanceof String text ? text : "";
  }

  private long time(String name) {
    try {
      return Instant.parse(text(name).replace("UTC", "Z")).toEpochMilli();
    } catch (DateTimeException e) {
      return 0;
    }
  }

  /** This token after a refresh; without a new refresh token the old one stays. */
  SsoToken next(String access, long expiresAt, @Nullable String refresh) {
    Map<String, Object> next = new LinkedHashMap<>();
    next.putAll(fields.asMap());
    next.put("accessToken", access);
    next.put(
        "expiresAt", Instant.ofEpochMilli(expiresAt).truncatedTo(ChronoUnit.SECONDS).toString());
    if (refresh != null && !refresh.isEmpty()) {
      next.put("refreshToken", refresh);
    }
    return new SsoToken(new Fields(next));
  }

  /** Proves that a next token can be put beside {@code file} before one is spent. */
  static void prepare(Path file) throws IOException {
    Path next = next(file);
    DurableFile.delete(next);
    DurableFile.create(next);
  }

  private static Path next(Path file) {
    return file.resolveSibling(file.getFileName() + ".pawl");
  }

  /** Puts it into {@code file} in one step: no reader sees half of it, no crash leaves half. */
  void write(Path file) throws IOException {
    Path next = next(file);
    DurableFile.write(next, Json.write(fields.asMap()).getBytes(StandardCharsets.UTF_8));
    DurableFile.rename(next, file);
  }

  /** Whether both are the same session at the same point. */
  boolean isSame(@Nullable SsoToken other) {
    return other != null
        && accessToken().equals(other.accessToken())
        && refreshToken().equals(other.refreshToken());
  }

  /** Never shows a token. */
  @Override
  public String toString() {
    return "SsoToken[expiresAt=" + expiresAt() + "]";
  }
}
