package dev.pawl.transport;

import static dev.pawl.oauth.Spends.GOOD_BODY;
import static dev.pawl.oauth.Spends.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.TlsFiles;
import dev.pawl.network.Transport;
import dev.pawl.oauth.Blackhole;
import dev.pawl.oauth.Certificates;
import dev.pawl.oauth.RawServer;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.Spends;
import dev.pawl.wire.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host with several addresses, some of which answer nothing at all. */
@Timeout(60)
class ConnectionAttemptsTest {
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private static Deadline in(Duration time) {
    return Deadline.in(time, TokenClock.system());
  }

  @Test
  void toAnyOf_firstAddressIsBlackHoled_connectsToTheSecondSoon() throws Exception {
    try (RawServer good = RawServer.answering("");
        Blackhole hole = new Blackhole(loopback(2), good.port())) {
      long start = System.nanoTime();

      Socket socket =
          ConnectionAttempts.toAnyOf(
              List.of(hole.address().getAddress(), loopback(1)), good.port(), in(TIME));

      assertThat(socket.getInetAddress()).isEqualTo(loopback(1));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      socket.close();
    }
  }

  @Test
  void toAnyOf_firstAddressRefuses_connectsToTheSecond() throws Exception {
    try (RawServer good = RawServer.answering("")) {
      Socket socket =
          ConnectionAttempts.toAnyOf(
              List.of(loopback(3), loopback(4), loopback(1)), good.port(), in(TIME));

      assertThat(socket.getInetAddress()).isEqualTo(loopback(1));
      socket.close();
    }
  }

  @Test
  void toAnyOf_allRefuse_throwsAtOnce() throws Exception {
    int free;
    try (RawServer closed = RawServer.answering("")) {
      free = closed.port();
    }
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> ConnectionAttempts.toAnyOf(List.of(loopback(2), loopback(1)), free, in(TIME)))
        .isInstanceOf(ConnectException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  void toAnyOf_allAreBlackHoled_endsAtTheDeadline() throws Exception {
    try (Blackhole one = new Blackhole(loopback(2), 0);
        Blackhole other = new Blackhole(loopback(3), one.address().getPort())) {
      List<InetAddress> hosts = List.of(one.address().getAddress(), other.address().getAddress());

      assertThatThrownBy(
              () ->
                  ConnectionAttempts.toAnyOf(
                      hosts, one.address().getPort(), in(Duration.ofSeconds(1))))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void toAnyOf_callerIsInterrupted_connectsAndKeepsTheInterrupt() throws Exception {
    try (RawServer good = RawServer.answering("");
        Blackhole hole = new Blackhole(loopback(2), good.port())) {
      Thread.currentThread().interrupt();

      Socket socket =
          ConnectionAttempts.toAnyOf(
              List.of(hole.address().getAddress(), loopback(1)), good.port(), in(TIME));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(socket.isConnected()).isTrue();
      socket.close();
    }
  }

  @Test
  void interleaved_twoFamilies_takeTurns() throws Exception {
    InetAddress six = Inet6Address.getByName("::1");
    InetAddress seven = Inet6Address.getByName("::7");

    List<InetAddress> ordered =
        ConnectionAttempts.interleaved(List.of(loopback(1), loopback(2), loopback(3), six, seven));

    assertThat(ordered).containsExactly(loopback(1), six, loopback(2), seven, loopback(3));
  }

  @Test
  void spend_issuerHasABlackHoledAddress_isGrantedSoonAndAskedOnce(@TempDir Path directory)
      throws Exception {
    Certificates ours = Certificates.forNames(directory, "dns:issuer.example");
    try (RawServer good =
            RawServer.on(ours.listen(), wire -> wire.send(answer("200 OK", GOOD_BODY)));
        Blackhole hole = new Blackhole(loopback(2), good.port())) {
      Path hosts =
          Files.writeString(
              directory.resolve("hosts"), "127.0.0.2 issuer.example\n127.0.0.1 issuer.example\n");

      String said = spentByAnotherProcess(hosts, ours.pem(), good.port());

      assertThat(said).startsWith("Granted ");
      assertThat(Long.parseLong(said.strip().substring("Granted ".length())))
          .isLessThan(TIME.toMillis() / 2);
      assertThat(good.requests()).hasSize(1);
      assertThat(hole.address().getPort()).isEqualTo(good.port());
    }
  }

  /* The addresses of a name are chosen once for a JVM. */
  private static String spentByAnotherProcess(Path hosts, Path trust, int port)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Spender.class.getName(),
                trust.toString(),
                "https://issuer.example:" + port + "/token")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** A process that spends once, and says what came of it after how many milliseconds. */
  static final class Spender {
    private Spender() {}

    public static void main(String[] args) {
      Transport transport = Transport.DIRECT.with(TlsFiles.trusting(Path.of(args[0])));
      long start = System.nanoTime();
      SpendOutcome outcome = Spends.spend(URI.create(args[1]), transport, TIME);
      long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
      System.out.println(outcome.getClass().getSimpleName() + " " + took);
    }
  }
}
