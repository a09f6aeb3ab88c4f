package dev.pawl.store.journal;

import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The bytes of an {@link AnswerFile}: a head, then pieces, then zeros; docs/formats.md. */
final class AnswerFormat {
  private static final byte[] MAGIC = "pawlans1".getBytes(StandardCharsets.US_ASCII);

  /* With how the client authenticates behind the other texts; a public client's is the first. */
  private static final byte[] AUTHENTICATED = "pawlans2".getBytes(StandardCharsets.US_ASCII);

  /* Likewise, whoever the client is, and behind that the request for an access token besides. */
  private static final byte[] REQUESTED = "pawlans3".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED = MAGIC.length + 3 * Long.BYTES + 1;

  /* Of a refresh that was forced by an API which named claims. */
  private static final byte CLAIMS = 2;

  private AnswerFormat() {}

  /** What stands in front of the pieces. */
  static byte[] head(AnswerBond bond, long sentAt) {
    byte[][] texts = texts(bond);
    int size = FIXED + Integer.BYTES;
    for (byte[] text : texts) {
      size += Integer.BYTES + text.length;
    }
    ByteBuffer head = ByteBuffer.allocate(size);
    boolean isPublic = bond.client().authentication() == null;
    head.put(!bond.request().isEmpty() ? REQUESTED : isPublic ? MAGIC : AUTHENTICATED);
    head.putLong(bond.attempt()).putLong(bond.generation()).putLong(sentAt);
    head.put(bond.claims() ? CLAIMS : (byte) (bond.forced() ? 1 : 0));
    for (byte[] text : texts) {
      head.putInt(text.length).put(text);
    }
    head.putInt(sum(head.array(), 0, head.position(), new CRC32C()));
    return head.array();
  }

  private static byte[][] texts(AnswerBond bond) {
    ClientRegistration client = bond.client();
    URI revocation = client.revocationEndpoint();
    List<String> texts = new ArrayList<>();
    texts.add(bond.fingerprint().value());
    texts.add(client.issuer());
    texts.add(client.tokenEndpoint().toString());
    texts.add(revocation == null ? "" : revocation.toString());
    texts.add(client.clientId());
    texts.add(client.scope());
    texts.add(client.replay().toString());
    ClientAuthentication authentication = client.authentication();
    if (authentication != null) {
      SecretReference secret = authentication.secret();
      texts.add(authentication.method().word());
      texts.add(secret == null ? "" : secret.text());
    }
    if (!bond.request().isEmpty()) {
      texts.addAll(authentication == null ? List.of("", "") : List.of());
      texts.add(bond.request());
    }
    byte[][] bytes = new byte[texts.size()][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = texts.get(i).getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }

  /**
   * {@code bytes} as they stand at {@code offset} of the file of {@code attempt}; none of them
   * means that the peer ended the connection.
   */
  static byte[] piece(long attempt, long offset, byte[] bytes) {
    ByteBuffer piece = ByteBuffer.allocate(2 * Integer.BYTES + bytes.length);
    piece.putInt(bytes.length).putInt(sum(bytes, 0, bytes.length, seed(attempt, offset)));
    return piece.put(bytes).array();
  }

  /* So that no piece of an earlier attempt, and none from another place, ever counts. */
  private static CRC32C seed(long attempt, long offset) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(attempt).putLong(offset).array());
    return sum;
  }

  private static int sum(byte[] bytes, int from, int length, CRC32C sum) {
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /** What {@code file} holds: its whole pieces up to the first that is not; null without a head. */
  static @Nullable UnjudgedAnswer read(byte[] file) {
    try {
      return left(file, ByteBuffer.wrap(file));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable UnjudgedAnswer left(byte[] file, ByteBuffer in) {
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    long attempt = in.getLong();
    long generation = in.getLong();
    long sentAt = in.getLong();
    byte why = in.get();
    boolean forced = why == 1 || why == CLAIMS;
    Fingerprint fingerprint = new Fingerprint(text(in));
    boolean requested = Arrays.equals(magic, REQUESTED);
    boolean authenticated = requested || Arrays.equals(magic, AUTHENTICATED);
    ClientRegistration client = client(in, authenticated);
    String request = requested ? text(in) : "";
    int end = in.position();
    boolean known = authenticated || Arrays.equals(magic, MAGIC);
    if (!known || in.getInt() != sum(file, 0, end, new CRC32C())) {
      return null;
    }
    AnswerBond bond =
        new AnswerBond(attempt, generation, fingerprint, client, forced, why == CLAIMS, request);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    boolean ended = pieces(in, attempt, whole);
    return new UnjudgedAnswer(bond, sentAt, whole.toByteArray(), ended);
  }

  private static ClientRegistration client(ByteBuffer in, boolean authenticated) {
    String issuer = text(in);
    URI endpoint = URI.create(text(in));
    String revocation = text(in);
    return new ClientRegistration(
        issuer,
        endpoint,
        revocation.isEmpty() ? null : URI.create(revocation),
        text(in),
        text(in),
        ReplayPolicy.parse(text(in)),
        authenticated ? authentication(text(in), text(in)) : null);
  }

  private static @Nullable ClientAuthentication authentication(String method, String secret) {
    if (method.isEmpty()) {
      return null;
    }
    return new ClientAuthentication(
        ClientAuthentication.Method.parse(method),
        secret.isEmpty() ? null : SecretReference.parse(secret));
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in, in.getInt()), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /* Whether they end with the mark that the peer ended the connection: an empty piece. */
  private static boolean pieces(ByteBuffer in, long attempt, ByteArrayOutputStream whole) {
    while (in.remaining() >= 2 * Integer.BYTES) {
      int offset = in.position();
      int length = in.getInt();
      int sum = in.getInt();
      if (length < 0 || length > in.remaining()) {
        return false;
      }
      byte[] bytes = bytes(in, length);
      if (sum != sum(bytes, 0, length, seed(attempt, offset))) {
        return false;
      }
      if (length == 0) {
        return true;
      }
      whole.writeBytes(bytes);
    }
    return false;
  }
}
