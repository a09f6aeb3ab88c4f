package dev.pawl.simulator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcProcessesTest {
  private static final InetSocketAddress CLIENT = end(50_123);
  private static final InetSocketAddress SERVER = end(8_080);
  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  private static final String REST = " 01 00000000:00000000 00:00000000 00000000  1000        0 ";

  /* 127.0.0.1:50123 to 127.0.0.1:8080 and back, as a little-endian machine prints them. */
  private static final String HERE = "0100007F:C3CB 0100007F:1F90";
  private static final String BACK = "0100007F:1F90 0100007F:C3CB";
  private static final String MAPPED =
      "0000000000000000FFFF00000100007F:C3CB 0000000000000000FFFF00000100007F:1F90";

  @TempDir private Path proc;

  @BeforeEach
  void littleEndian() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void pid_ofASocket_isTheOneThatHasItOpen() throws Exception {
    table("tcp", "   0: " + BACK + REST + "77 1", "   1: " + HERE + REST + "88 1");
    process(300, "socket:[77]");
    process(200, "/dev/null", "socket:[88]");

    long pid = finder().pid(CLIENT, SERVER);

    assertThat(pid).isEqualTo(200);
  }

  @Test
  void pid_ofASocketOfIpv6ThatSpeaksIpv4_isFound() throws Exception {
    table("tcp", "   0: " + BACK + REST + "77 1");
    table("tcp6", "   0: " + MAPPED + REST + "88 1");
    process(200, "socket:[88]");

    long pid = finder().pid(CLIENT, SERVER);

    assertThat(pid).isEqualTo(200);
  }

  @Test
  void pid_ofASocketThatIsClosed_isZero() throws Exception {
    table("tcp", "   0: " + HERE + REST + "0 1");
    process(200, "socket:[0]");

    long pid = finder().pid(CLIENT, SERVER);

    assertThat(pid).isZero();
  }

  @Test
  void pid_afterTheOneFoundLastHasEnded_isTheNextOne() throws Exception {
    table("tcp", "   0: " + HERE + REST + "88 1");
    process(200, "socket:[88]");
    ProcProcesses finder = finder();
    long before = finder.pid(CLIENT, SERVER);
    Files.delete(proc.resolve("200/fd/0"));
    Files.delete(proc.resolve("200/fd"));
    process(100, "socket:[88]");

    long after = finder.pid(CLIENT, SERVER);

    assertThat(before).isEqualTo(200);
    assertThat(after).isEqualTo(100);
  }

  @Test
  void pid_whereThereIsNoProc_isZero() {
    ProcProcesses finder = new ProcProcesses(proc.resolve("nowhere"), LongUnaryOperator.identity());

    long pid = finder.pid(CLIENT, SERVER);

    assertThat(pid).isZero();
  }

  private static InetSocketAddress end(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private ProcProcesses finder() {
    return new ProcProcesses(proc, LongUnaryOperator.identity());
  }

  private void table(String name, String... lines) throws IOException {
    Path net = Files.createDirectories(proc.resolve("net"));
    Files.writeString(net.resolve(name), HEADER + String.join("\n", lines) + "\n");
  }

  private void process(long pid, String... links) throws IOException {
    Path descriptors = Files.createDirectories(proc.resolve(Long.toString(pid)).resolve("fd"));
    for (int i = 0; i < links.length; i++) {
      Files.createSymbolicLink(descriptors.resolve(Integer.toString(i)), Path.of(links[i]));
    }
  }
}
