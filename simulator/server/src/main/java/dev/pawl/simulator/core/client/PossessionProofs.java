package dev.pawl.simulator.core.client;

import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.PublicKeys;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.jwt.TokenReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One server's judge of proofs of possession (RFC 9449, section 4.3). Each proof counts once.
 * Thread-safe.
 */
public final class PossessionProofs {
  /** The header that a proof comes in. */
  public static final String HEADER = "DPoP";

  /** The header that tells a nonce. */
  public static final String NONCE = "DPoP-Nonce";

  /** The algorithms that a proof may be signed with. */
  public static final List<String> ALGORITHMS = SignedToken.OF_A_KEY;

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private final TokenReader reader;
  private final Supplier<Instant> now;
  private final String name;
  private final UsedIdentifiers used = new UsedIdentifiers();

  /**
   * Creates a judge that has seen no proof.
   *
   * @param reader what they are read with
   * @param now the server's time
   * @param name whose nonces these are
   */
  public PossessionProofs(TokenReader reader, Supplier<Instant> now, String name) {
    this.reader = reader;
    this.now = now;
    this.name = name;
  }

  /** What is to be known of a request. */
  public enum Problem {
    /** Nothing: there is a good proof, or none is there and none is needed. */
    NONE,
    /** It is missing, or not as it has to be. */
    PROOF,
    /** It lacks the nonce that the server wants, or has an old one. */
    NONCE
  }

  /**
   * What a request proves.
   *
   * @param problem why it proves nothing
   * @param thumbprint of the key that whoever sent it has (RFC 7638); empty if it proves nothing
   */
  public record Verdict(Problem problem, String thumbprint) {
    /** There is no proof. */
    public static final Verdict SILENT = new Verdict(Problem.NONE, "");
  }

  /** Forgets which were used. */
  public void reset() {
    used.clear();
  }

  /** Returns the nonce that a proof has to hold now; it is good for five to ten minutes. */
  public String nonce() {
    return nonce(now.get());
  }

  private String nonce(Instant time) {
    return hash(name + " " + time.getEpochSecond() / WINDOW.toSeconds()).substring(0, 22);
  }

  /**
   * Judges the proof that comes with a request; a good one is used up.
   *
   * @param binding what is demanded
   * @param access the access token that the request presents; empty at a token endpoint
   */
  public Verdict judge(Request request, TokenBinding binding, String access) {
    List<String> proofs = request.headers(HEADER);
    if (proofs.isEmpty()) {
      return binding == TokenBinding.OPTIONAL ? Verdict.SILENT : new Verdict(Problem.PROOF, "");
    }
    SignedToken proof = reader.read(proofs.get(0)).orElse(null);
    String thumbprint = proof == null ? "" : thumbprint(proof);
    if (proofs.size() > 1
        || proof == null
        || thumbprint.isEmpty()
        || !isOf(proof, request)
        || !proof.text("ath").equals(access.isEmpty() ? "" : hash(access))) {
      return new Verdict(Problem.PROOF, "");
    }
    if (binding == TokenBinding.REQUIRED_WITH_NONCE && !isCurrent(proof.text("nonce"))) {
      return new Verdict(Problem.NONCE, "");
    }
    return isNew(proof, thumbprint)
        ? new Verdict(Problem.NONE, thumbprint)
        : new Verdict(Problem.PROOF, "");
  }

  private boolean isCurrent(String nonce) {
    Instant time = now.get();
    return nonce.equals(nonce(time)) || nonce.equals(nonce(time.minus(WINDOW)));
  }

  private static boolean isOf(SignedToken proof, Request request) {
    return proof.text("htm").equals(request.method())
        && isTarget(proof.text("htu"), request.header("host").orElse(""), request.path());
  }

  /* A request does not say whether it came by TLS. */
  private static boolean isTarget(String named, String host, String path) {
    try {
      URI uri = URI.create(named);
      return List.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && bare(host, uri).equalsIgnoreCase(bare(String.valueOf(uri.getRawAuthority()), uri))
          && path.equals(uri.getRawPath())
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String bare(String authority, URI uri) {
    String usual = "https".equals(uri.getScheme()) ? ":443" : ":80";
    return authority.endsWith(usual)
        ? authority.substring(0, authority.length() - usual.length())
        : authority;
  }

  private boolean isNew(SignedToken proof, String thumbprint) {
    Instant time = now.get();
    Instant made = proof.time("iat").orElse(Instant.MIN);
    String id = proof.text("jti");
    boolean timely =
        made.isAfter(time.minus(WINDOW)) && made.isBefore(time.plus(WINDOW)) && !id.isEmpty();
    return timely && used.use(thumbprint + " " + id, made.plus(WINDOW).plus(WINDOW), time);
  }

  /* That of the key in its header, if the proof is signed with it. */
  private static String thumbprint(SignedToken proof) {
    Object key = proof.header().get("jwk");
    if (!"dpop+jwt".equals(proof.header().get("typ"))
        || !ALGORITHMS.contains(proof.algorithm())
        || !(key instanceof Map<?, ?> members)
        || PRIVATE.stream().anyMatch(members::containsKey)) {
      return "";
    }
    Map<String, Object> named = new LinkedHashMap<>();
    members.forEach((name, value) -> named.put(String.valueOf(name), String.valueOf(value)));
    try {
      return proof.isSignedBy(PublicKeys.of(named)) ? thumbprint(named) : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /* RFC 7638, section 3.2: the members that are needed, in the order of their names. */
  private static String thumbprint(Map<String, Object> key) {
    List<String> names =
        switch (String.valueOf(key.get("kty"))) {
          case "RSA" -> List.of("e", "kty", "n");
          case "EC" -> List.of("crv", "kty", "x", "y");
          default -> List.of("crv", "kty", "x");
        };
    return hash(
        names.stream()
            .map(name -> "\"" + name + "\":\"" + key.get(name) + "\"")
            .collect(Collectors.joining(",", "{", "}")));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
