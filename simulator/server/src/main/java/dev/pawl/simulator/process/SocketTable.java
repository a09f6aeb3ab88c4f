package dev.pawl.simulator.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The kernel's tables of TCP sockets, {@code net/tcp} and {@code net/tcp6} of proc(5). Addresses
 * are words in the machine's byte order; a socket of IPv6 that speaks IPv4 has its address mapped
 * (RFC 4291, section 2.5.5.2).
 */
final class SocketTable {
  private static final int INODE = 9;
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final Path proc;

  SocketTable(Path proc) {
    this.proc = proc;
  }

  /**
   * Returns the inode of the socket with these two ends; empty if there is none.
   *
   * @param local the socket's own end, of IPv4
   * @param remote the other end, of IPv4
   * @throws IOException if there are no such tables
   */
  String inode(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    if (!(local.getAddress() instanceof Inet4Address)
        || !(remote.getAddress() instanceof Inet4Address)) {
      return "";
    }
    String inode = inode("tcp", end(local, new byte[0]) + " " + end(remote, new byte[0]) + " ");
    return inode.isEmpty()
        ? inode("tcp6", end(local, MAPPED) + " " + end(remote, MAPPED) + " ")
        : inode;
  }

  private String inode(String table, String ends) throws IOException {
    Path file = proc.resolve("net").resolve(table);
    if (!Files.exists(file)) {
      return "";
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(ends)) {
          String[] fields = line.strip().split("\\s+", -1);
          return fields.length > INODE && !fields[INODE].equals("0") ? fields[INODE] : "";
        }
      }
    }
    return "";
  }

  private static String end(InetSocketAddress end, byte[] prefix) {
    byte[] address = end.getAddress().getAddress();
    ByteBuffer words =
        ByteBuffer.allocate(prefix.length + address.length)
            .put(prefix)
            .put(address)
            .flip()
            .order(ByteOrder.nativeOrder());
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append(String.format(Locale.ROOT, "%08X", words.getInt()));
    }
    return text.append(String.format(Locale.ROOT, ":%04X", end.getPort())).toString();
  }
}
