package dev.pawl.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A body without the compression that nobody asked for (RFC 9110 section 8.4.1).
 *
 * @param bytes what was compressed; what is there of it if the rest is missing
 * @param whole whether all of it is there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ContentCoding(byte[] bytes, boolean whole) {
  private static final int MOST = 1 << 20;
  private static final int MOST_LAYERS = 3;
  private static final ContentCoding DAMAGED = new ContentCoding(new byte[0], false);

  /** {@code body} as it was before it was coded as {@code codings}, lower case, say. */
  public static ContentCoding undone(byte[] body, String codings) {
    ContentCoding undone = new ContentCoding(body, true);
    for (int i = 0; i < MOST_LAYERS && isGzip(undone.bytes); i++) {
      ContentCoding next = gunzip(undone.bytes);
      undone = new ContentCoding(next.bytes, undone.whole && next.whole);
    }
    boolean deflated = codings.contains("deflate") || isZlib(undone.bytes);
    return deflated && !isText(undone.bytes) ? inflated(undone) : undone;
  }

  /* What cannot be inflated is what it was before: a server may announce what it does not do. */
  private static ContentCoding inflated(ContentCoding coded) {
    ContentCoding plain = inflate(coded.bytes);
    return plain.bytes.length == 0
        ? coded
        : new ContentCoding(plain.bytes, coded.whole && plain.whole);
  }

  /* RFC 1950 section 2.2. */
  private static boolean isZlib(byte[] body) {
    return body.length > 2
        && (body[0] & 0x0f) == 8
        && ((body[0] & 0xff) << 8 | (body[1] & 0xff)) % 31 == 0;
  }

  private static boolean isGzip(byte[] body) {
    return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
  }

  private static boolean isText(byte[] body) {
    return body.length == 0 || body[0] == '{' || body[0] == ' ' || body[0] == '\n';
  }

  private static ContentCoding gunzip(byte[] body) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return readAll(in);
    } catch (IOException e) {
      return DAMAGED;
    }
  }

  /* The format is that of zlib; what many servers send is the bare stream. */
  private static ContentCoding inflate(byte[] body) {
    ContentCoding zlib = inflate(body, false);
    return zlib.bytes.length > 0 ? zlib : inflate(body, true);
  }

  private static ContentCoding inflate(byte[] body, boolean bare) {
    Inflater inflater = new Inflater(bare);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body), inflater)) {
      return readAll(in);
    } catch (IOException e) {
      return DAMAGED;
    } finally {
      inflater.end();
    }
  }

  /* A checksum that does not match is an exception: of those bytes none is believed. */
  private static ContentCoding readAll(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > MOST) {
          return new ContentCoding(out.toByteArray(), false);
        }
      }
      return new ContentCoding(out.toByteArray(), true);
    } catch (EOFException e) {
      return new ContentCoding(out.toByteArray(), false);
    }
  }

  /** How much there is, never what. */
  @Override
  public String toString() {
    return "ContentCoding[length=" + bytes.length + ", whole=" + whole + "]";
  }
}
