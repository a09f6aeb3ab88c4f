package dev.pawl.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.wire.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process finds that was stopped for longer than its request may take. */
@Timeout(30)
final class DeadlineSocketTest {
  private static final Duration TIME = Duration.ofMillis(300);
  private static final int LENGTH = 40;

  private final Deadline deadline = Deadline.in(TIME, TokenClock.system());
  private final DeadlineSocket socket = new DeadlineSocket(deadline);
  private ServerSocket listener;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket.reach(listener.getInetAddress(), listener.getLocalPort());
    peer = listener.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    listener.close();
  }

  @Test
  void read_afterTheDeadline_givesWhatHasComeAndItsEnd() throws Exception {
    peer.getOutputStream().write(new byte[LENGTH]);
    peer.close();
    InputStream in = late();

    byte[] header = in.readNBytes(5);
    byte[] rest = in.readNBytes(LENGTH);

    assertThat(header.length + rest.length).isEqualTo(LENGTH);
  }

  @Test
  void read_afterTheDeadlineAndNothingIsLeft_ends() throws Exception {
    peer.getOutputStream().write(new byte[LENGTH]);
    InputStream in = late();
    byte[] come = in.readNBytes(LENGTH);

    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

    assertThat(come).hasSize(LENGTH);
  }

  @Test
  void read_afterTheDeadlineAndThePeerGoesOn_endsWithWhatHadCome() throws Exception {
    peer.getOutputStream().write(new byte[LENGTH]);
    InputStream in = late();
    int begun = in.read();
    peer.getOutputStream().write(new byte[LENGTH]);

    assertThatThrownBy(() -> in.readNBytes(2 * LENGTH - 1))
        .isInstanceOf(SocketTimeoutException.class);

    assertThat(begun).isZero();
    assertThat(in.available()).isBetween(1, LENGTH);
  }

  /* Once all has come and the deadline has passed. */
  private InputStream late() throws IOException {
    InputStream in = socket.getInputStream();
    while (in.available() < LENGTH || deadline.atNanos() - TokenClock.system().nanos() > 0) {
      Thread.onSpinWait();
    }
    return in;
  }
}
