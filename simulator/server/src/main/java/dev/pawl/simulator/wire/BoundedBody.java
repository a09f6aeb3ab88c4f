package dev.pawl.simulator.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import wiremock.jakarta.servlet.ReadListener;
import wiremock.jakarta.servlet.ServletInputStream;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request whose body has been read, up to a bound. WireMock reads whatever comes, and inflates
 * what is compressed or looks so: a few bytes would fill its heap.
 */
final class BoundedBody extends HttpServletRequestWrapper {
  /** The largest body that any endpoint sees, in bytes. */
  static final int LARGEST = 4 * 1024 * 1024;

  private final byte[] bytes;
  private final int refusal;

  private BoundedBody(HttpServletRequest request, byte[] bytes, int refusal) {
    super(request);
    this.bytes = bytes;
    this.refusal = refusal;
  }

  /**
   * Reads the body of a request; not further than the bound.
   *
   * @throws IOException if the client is gone
   */
  static BoundedBody read(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > LARGEST) {
      return new BoundedBody(request, new byte[0], 413);
    }
    byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
    int refusal = bytes.length > LARGEST ? 413 : isCoded(request, bytes) ? 415 : 0;
    return new BoundedBody(request, bytes, refusal);
  }

  /* By its header (RFC 9110, section 8.4), or by the first bytes of gzip (RFC 1952, section 2.3.1). */
  private static boolean isCoded(HttpServletRequest request, byte[] bytes) {
    String coding = request.getHeader("Content-Encoding");
    boolean named = coding != null && !coding.isBlank() && !coding.equalsIgnoreCase("identity");
    return named || (bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b);
  }

  /** Returns the status that this request is refused with; 0 if it is not. */
  int refusal() {
    return refusal;
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Kept(new ByteArrayInputStream(bytes));
  }

  private static final class Kept extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Kept(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return bytes.read(into, from, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("this body is read at once");
    }
  }
}
