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
@SuppressWarnings("NullAway.Init") // what BeforeEach makes
final class DeadlineSocketTest {
  private static final Duration TIME = Duration.ofMillis(700);
  private static final int LENGTH = 40;

  private Deadline deadline;
  private DeadlineSocket socket;
  private ServerSocket listener;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    deadline = Deadline.in(TIME, TokenClock.system());
    socket = new DeadlineSocket(deadline);
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket.reach(listener.getInetAddress(), listener.getLocalPort());
    peer = listener.accept();
    socket.asked();
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

  /* A server's part of a handshake, say: a request that followed could not be answered in time. */
  @Test
  void read_afterTheDeadlineAndNothingWasAsked_ends() throws Exception {
    try (DeadlineSocket fresh = new DeadlineSocket(deadline)) {
      fresh.reach(listener.getInetAddress(), listener.getLocalPort());
      listener.accept().getOutputStream().write(new byte[LENGTH]);
      InputStream in = fresh.getInputStream();
      awaitDeadline(in);

      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

      assertThatThrownBy(fresh::asked).isInstanceOf(SocketTimeoutException.class);
    }
  }

  /* Once all has come and the deadline has passed. */
  private InputStream late() throws IOException {
    InputStream in = socket.getInputStream();
    awaitDeadline(in);
    return in;
  }

  private void awaitDeadline(InputStream in) throws IOException {
    while (in.available() < LENGTH || deadline.atNanos() - TokenClock.system().nanos() > 0) {
      Thread.onSpinWait();
    }
  }
}
