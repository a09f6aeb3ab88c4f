package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.core.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a request (AWS Signature Version 4, in the {@code Authorization} header), as all
 * services but S3 reckon it.
 */
final class Signature {
  /** How times stand in signatures and in complaints about them. */
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final Pattern HEADER =
      Pattern.compile(
          ALGORITHM
              + " +Credential=([^/,\\s]+)/(([0-9]{8})/([^/,\\s]+)/([^/,\\s]+)/aws4_request),"
              + " *SignedHeaders=([^,\\s]+), *Signature=([0-9a-f]{64})");

  private final Request request;
  private final Matcher parts;
  private final String time;

  private Signature(Request request, Matcher parts, String time) {
    this.request = request;
    this.parts = parts;
    this.time = time;
  }

  /** Returns the signature of a request; empty if it has none that can be read. */
  static Optional<Signature> of(Request request) {
    Matcher parts = HEADER.matcher(request.header("authorization").orElse(""));
    String time = request.header("x-amz-date").orElse("");
    return parts.matches() && time.matches("[0-9]{8}T[0-9]{6}Z")
        ? Optional.of(new Signature(request, parts, time))
        : Optional.empty();
  }

  String accessKeyId() {
    return parts.group(1);
  }

  /** Returns when the request was signed, by the clock of whoever signed it. */
  Optional<Instant> signedAt() {
    try {
      return Optional.of(TIME.parse(time, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Tells whether the request was signed with this key, and is as it was when it was signed. */
  boolean isMadeWith(String secretAccessKey) {
    byte[] key = bytes("AWS4" + secretAccessKey);
    for (String part : parts.group(2).split("/", -1)) {
      key = keyed(key, part);
    }
    String signed =
        String.join("\n", ALGORITHM, time, parts.group(2), hash(bytes(canonicalRequest())));
    return MessageDigest.isEqual(
        bytes(HexFormat.of().formatHex(keyed(key, signed))), bytes(parts.group(7)));
  }

  private String canonicalRequest() {
    String names = parts.group(6);
    String headers =
        Arrays.stream(names.split(";", -1))
            .map(name -> name + ":" + value(name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n", request.method(), encodedAgain(request.path()), query(), headers, names, payload());
  }

  private String value(String header) {
    return request.headers(header).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /* The path as it stands in the request is encoded once more. */
  private static String encodedAgain(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte one : bytes(path)) {
      boolean plain = one == '/' || "-._~".indexOf(one) >= 0 || Character.isLetterOrDigit(one);
      encoded.append(
          plain ? String.valueOf((char) one) : String.format(Locale.ROOT, "%%%02X", one));
    }
    return encoded.toString();
  }

  private String query() {
    int question = request.target().indexOf('?');
    return question < 0
        ? ""
        : Arrays.stream(request.target().substring(question + 1).split("&", -1))
            .map(pair -> pair.contains("=") ? pair : pair + "=")
            .sorted()
            .collect(Collectors.joining("&"));
  }

  private String payload() {
    return request
        .header("x-amz-content-sha256")
        .filter(value -> value.startsWith("UNSIGNED") || value.startsWith("STREAMING"))
        .orElseGet(() -> hash(request.bodyBytes()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static byte[] keyed(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }
}
