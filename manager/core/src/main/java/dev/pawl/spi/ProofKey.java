package dev.pawl.spi;

import dev.pawl.json.Json;
import dev.pawl.signing.JoseEngine;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.UnusableKeyException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The private key that the tokens of a login are bound to (RFC 9449), made when somebody logs in
 * and kept with the grant, in its field {@value #FIELD}, as long as that login lasts: EC on P-256,
 * which signs with ES256. Immutable, thread-safe. Signing needs the artifact {@code
 * dev.pawl:pawl-jose}.
 */
public final class ProofKey {
  /** The grant's field that holds the key, as a private JSON Web Key (RFC 7517). Secret. */
  public static final String FIELD = "dpop_key";

  /** The field that tells its thumbprint where the key itself is kept elsewhere. No secret. */
  public static final String MARK = "dpop_jkt";

  /** The algorithm of its signatures (RFC 7518 section 3.1). */
  public static final String ALGORITHM = "ES256";

  private static final int COORDINATE = 32;

  private final Map<String, String> members;
  private volatile @Nullable JwtSigner signer;

  private ProofKey(Map<String, String> members) {
    this.members = members;
  }

  /** A new key, for a login that is about to be made. */
  public static ProofKey fresh() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECPublicKey open = (ECPublicKey) pair.getPublic();
      Map<String, String> members = new LinkedHashMap<>();
      members.put("kty", "EC");
      members.put("crv", "P-256");
      members.put("x", text(open.getW().getAffineX()));
      members.put("y", text(open.getW().getAffineY()));
      members.put("d", text(((ECPrivateKey) pair.getPrivate()).getS()));
      return new ProofKey(members);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no EC keys on P-256", e);
    }
  }

  /* RFC 7518 section 6.2.1.2: all 32 bytes. */
  private static String text(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] whole = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, whole, COORDINATE - length, length);
    return encoded(whole);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The key of {@code grant}; null if its tokens are bound to none. What is there and is no key
   * gives one that signs nothing: a bound token never goes out without a proof.
   */
  public static @Nullable ProofKey of(Grant grant) {
    if (!grant.extras().containsKey(FIELD)) {
      return null;
    }
    Object found = grant.extras().get(FIELD);
    Map<?, ?> stored = found instanceof Map<?, ?> object ? object : Map.of();
    Map<String, String> members = new LinkedHashMap<>();
    for (String name : new String[] {"kty", "crv", "x", "y", "d"}) {
      members.put(name, String.valueOf(stored.get(name)));
    }
    return new ProofKey(members);
  }

  /** Whether the tokens of {@code grant} are bound to a key, be it that only its mark is here. */
  public static boolean binds(Grant grant) {
    return grant.extras().containsKey(FIELD) || grant.extras().containsKey(MARK);
  }

  /** {@code grant} as one whose tokens are bound to this key. */
  public Grant on(Grant grant) {
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(grant.extras());
    extras.put(FIELD, new LinkedHashMap<String, @Nullable Object>(members));
    return new Grant(grant.generation(), grant.origin(), grant.client(), grant.tokens(), extras);
  }

  /** By what servers know the key (RFC 7638; RFC 9449 section 6). No secret. */
  public String thumbprint() {
    Map<String, String> required = new LinkedHashMap<>();
    for (String name : new String[] {"crv", "kty", "x", "y"}) {
      required.put(name, Objects.requireNonNull(members.get(name)));
    }
    return hash(Json.write(required));
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return encoded(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /**
   * One request that a proof goes with.
   *
   * @param method of HTTP
   * @param target where to; query and fragment are of no account
   * @param access the access token that goes with it; null at a token endpoint
   * @param nonce that the server wants to see again; null if it has sent none
   */
  public record Request(
      String method, URI target, @Nullable String access, @Nullable String nonce) {
    /** Names method and target, never a token. */
    @Override
    public String toString() {
      return "Request[" + method + " " + target.getRawPath() + "]";
    }
  }

  /**
   * A proof (RFC 9449 section 4.2) for {@code request}, good for that alone: what goes into its
   * header {@code DPoP}.
   *
   * @param millis when it is made, epoch milliseconds
   * @throws IOException if nothing can be signed; the message says what to do
   */
  public String proof(Request request, long millis) throws IOException {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("htm", request.method());
    claims.put("htu", bare(request.target()));
    claims.put("iat", Math.floorDiv(millis, 1000L));
    String access = request.access();
    if (access != null) {
      claims.put("ath", hash(access));
    }
    String nonce = request.nonce();
    if (nonce != null) {
      claims.put("nonce", nonce);
    }
    try {
      return signer().sign(claims);
    } catch (UnusableKeyException e) {
      throw unusable(e);
    }
  }

  /*
   * Section 4.2: without query and fragment, and in the normal form of RFC 3986 section 6.2: scheme
   * and host in lower case, no port that is the scheme's own, a slash for an empty path. A user's
   * name or password is nobody's business.
   */
  private static String bare(URI target) {
    URI ascii = URI.create(target.toASCIIString());
    String scheme = String.valueOf(ascii.getScheme()).toLowerCase(Locale.ROOT);
    String authority = String.valueOf(ascii.getRawAuthority()).toLowerCase(Locale.ROOT);
    String host = authority.substring(authority.indexOf('@') + 1);
    String usual = scheme.equals("https") ? ":443" : ":80";
    String named = host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
    String path = ascii.getRawPath();
    return scheme + "://" + named + (path == null || path.isEmpty() ? "/" : path);
  }

  /**
   * Makes sure that this program can sign with it.
   *
   * @throws IOException if not; the message says what to do
   */
  public void requireUsable() throws IOException {
    try {
      JwtSigner unused = signer();
    } catch (UnusableKeyException e) {
      throw unusable(e);
    }
  }

  private static IOException unusable(UnusableKeyException e) {
    return new IOException("the key that the login is bound to (DPoP) " + e.getMessage(), e);
  }

  private JwtSigner signer() throws UnusableKeyException {
    JwtSigner made = signer;
    if (made == null) {
      made = JoseEngine.find().ofProofKey(Json.write(members));
      signer = made;
    }
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProofKey that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(members.get("x"));
  }

  /** Names what it is, and nothing of it. */
  @Override
  public String toString() {
    return "ProofKey[" + ALGORITHM + "]";
  }
}
