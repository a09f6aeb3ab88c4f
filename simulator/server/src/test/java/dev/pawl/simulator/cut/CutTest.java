package dev.pawl.simulator.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test is client and server at once: it holds both ends of what the cut carries. */
@Timeout(60)
class CutTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ServerSocketChannel target = listen();
  private final Cut cut = Cut.before(URI.create("http://127.0.0.1:" + port(target)));

  @AfterEach
  void stop() throws Exception {
    cut.close();
    for (AutoCloseable each : open) {
      each.close();
    }
    target.close();
  }

  @Test
  void noRule_carriesBytesAndEndsBothWays() throws Exception {
    Socket client = connect();
    Socket server = accept();

    send(client, "ping");
    client.shutdownOutput();
    String request = readToEnd(server);
    send(server, "pong");
    server.close();

    assertThat(request).isEqualTo("ping");
    assertThat(readToEnd(client)).isEqualTo("pong");
  }

  @Test
  void targetResets_clientIsReset() throws Exception {
    Socket client = connect();
    Socket server = accept();

    server.setSoLinger(true, 0);
    server.close();

    assertReset(client);
  }

  @Test
  void targetRefuses_clientIsReset() throws Exception {
    target.close();

    Socket client = connect();

    assertReset(client);
  }

  @Test
  void answerReset_passesExactlyThoseBytesAndTearsBothSidesDown() throws Exception {
    cut.add("connection: ANSWER(4) reset");
    Socket client = connect();
    Socket server = accept();

    send(server, "0123456789");

    assertThat(read(client, 4)).isEqualTo("0123");
    assertReset(client);
    assertReset(server);
  }

  @Test
  void answerFin_passesExactlyThoseBytesAndEndsBothSidesInOrder() throws Exception {
    cut.add("connection: ANSWER(4) fin");
    Socket client = connect();
    Socket server = accept();

    send(server, "0123456789");

    assertThat(readToEnd(client)).isEqualTo("0123");
    assertThat(readToEnd(server)).isEmpty();
  }

  @Test
  void requestReset_passesExactlyThoseBytesAndTearsBothSidesDown() throws Exception {
    cut.add("connection: REQUEST(3) reset");
    Socket client = connect();
    Socket server = accept();

    send(client, "request");

    assertThat(read(server, 3)).isEqualTo("req");
    assertReset(server);
    assertReset(client);
  }

  @Test
  void answerHang_holdsTheAnswerAloneUntilItIsReleased() throws Exception {
    cut.add("connection: ANSWER(4) hang");
    Socket client = connect();
    Socket server = accept();
    send(server, "0123456789");
    String before = read(client, 4);
    boolean hung = cut.awaitHeld(1, TIMEOUT);

    send(client, "more");
    String request = read(server, 4);
    int released = cut.release();

    assertThat(before).isEqualTo("0123");
    assertThat(hung).isTrue();
    assertThat(request).isEqualTo("more");
    assertThat(released).isEqualTo(1);
    assertThat(read(client, 6)).isEqualTo("456789");
  }

  @Test
  void requestHang_holdsTheRequestAloneUntilItIsReleased() throws Exception {
    cut.add("connection: REQUEST(3) hang");
    Socket client = connect();
    Socket server = accept();
    send(client, "request");
    boolean hung = cut.awaitHeld(1, TIMEOUT);

    send(server, "early");
    String answer = read(client, 5);
    cut.release();

    assertThat(hung).isTrue();
    assertThat(answer).isEqualTo("early");
    assertThat(read(server, 7)).isEqualTo("request");
  }

  @Test
  void answerHang_clientGoesAway_isHeldNoMore() throws Exception {
    cut.add("connection: ANSWER(0) hang");
    Socket client = connect();
    Socket server = accept();
    send(server, "answer");
    boolean hung = cut.awaitHeld(1, TIMEOUT);

    client.setSoLinger(true, 0);
    client.close();

    assertThat(hung).isTrue();
    assertReset(server);
  }

  @Test
  void acceptHang_targetHearsNothingUntilItIsReleased() throws Exception {
    cut.add("connection#1: ACCEPT hang");
    Socket hanging = connect();
    send(hanging, "one");
    boolean hung = cut.awaitHeld(1, TIMEOUT);
    send(connect(), "two");

    String first = read(accept(), 3);
    cut.release();
    String second = read(accept(), 3);

    assertThat(hung).isTrue();
    assertThat(first).isEqualTo("two");
    assertThat(second).isEqualTo("one");
  }

  @Test
  void acceptReset_clientIsReset() throws Exception {
    cut.add("connection: ACCEPT reset");

    Socket client = connect();

    assertReset(client);
  }

  @Test
  void acceptFin_clientSeesTheEnd() throws Exception {
    cut.add("connection: ACCEPT fin");

    Socket client = connect();

    assertThat(readToEnd(client)).isEmpty();
  }

  @Test
  void answerHalfClose_requestGoesOn() throws Exception {
    cut.add("connection: ANSWER(4) half-close");
    Socket client = connect();
    Socket server = accept();

    send(server, "0123456789");
    String answer = readToEnd(client);
    send(client, "still here");

    assertThat(answer).isEqualTo("0123");
    assertThat(read(server, 10)).isEqualTo("still here");
  }

  @Test
  void requestHalfClose_answerGoesOn() throws Exception {
    cut.add("connection: REQUEST(3) half-close");
    Socket client = connect();
    Socket server = accept();

    send(client, "request");
    String request = readToEnd(server);
    send(server, "answer");

    assertThat(request).isEqualTo("req");
    assertThat(read(client, 6)).isEqualTo("answer");
  }

  @Test
  void bandwidth_isNotExceeded() throws Exception {
    cut.add("connection: ANSWER(10) bandwidth 1000");
    Socket client = connect();
    Socket server = accept();
    long start = System.nanoTime();

    send(server, "x".repeat(310));
    String answer = read(client, 310);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    assertThat(answer).hasSize(310);
    assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(250)); // the last wait follows them
  }

  @Test
  void steps_ofBothDirections_happenToOneConnection() throws Exception {
    cut.add("connection: ANSWER(2) reset, REQUEST(1) hang");
    Socket client = connect();
    Socket server = accept();
    send(client, "request");
    boolean hung = cut.awaitHeld(1, TIMEOUT);

    send(server, "answer");

    assertThat(hung).isTrue();
    assertThat(read(server, 1)).isEqualTo("r");
    assertThat(read(client, 2)).isEqualTo("an");
    assertReset(client);
  }

  @Test
  void slowReader_holdsTheWriterUpAndLosesNothing() throws Exception {
    cut.add("connection: ANSWER(0) hang");
    Socket client = connect();
    SocketChannel server = acceptChannel();
    server.configureBlocking(false);
    long written = server.write(ByteBuffer.allocate(1));
    boolean hung = cut.awaitHeld(1, TIMEOUT);

    ByteBuffer portion = ByteBuffer.allocate(64 * 1024);
    for (int took = -1; took != 0; portion.clear()) {
      took = server.write(portion);
      written += took;
    }
    cut.release();
    server.close();

    assertThat(hung).isTrue();
    assertThat(written).isLessThan(64L * 1024 * 1024); // what systems buffer for two sockets
    assertThat((long) readToEnd(client).length()).isEqualTo(written);
  }

  @Test
  void ordinals_countFromTheAddingOfTheRule() throws Exception {
    Socket before = connect();
    Socket first = accept();
    cut.add("connection#2: ANSWER(0) reset");
    Socket untouched = connect();
    Socket second = accept();
    List<CutRule> pending = cut.pending();
    Socket struck = connect();
    send(accept(), "x");

    assertReset(struck);
    send(first, "1");
    send(second, "2");
    assertThat(read(before, 1) + read(untouched, 1)).isEqualTo("12");
    assertThat(pending).hasToString("[connection#2: ANSWER(0) reset]");
    assertThat(cut.pending()).isEmpty();
  }

  @Test
  void clear_rulesThatWereThere_strikeNoMore() throws Exception {
    cut.add("connection: ACCEPT reset");

    cut.clear();

    Socket client = connect();
    send(accept(), "x");
    assertThat(read(client, 1)).isEqualTo("x");
    assertThat(cut.pending()).isEmpty();
  }

  @Test
  void drop_openConnections_areTornDown() throws Exception {
    Socket client = connect();
    Socket server = accept();

    cut.drop();

    assertReset(client);
    assertReset(server);
  }

  @Test
  void close_connectionsOfAllKinds_leavesNoThreadAndNoSocket() throws Exception {
    cut.add("connection#1: ACCEPT hang");
    cut.add("connection#2: ANSWER(0) hang");
    cut.add("connection#3: ANSWER(0) bandwidth 1");
    Socket accepted = connect();
    Socket hanging = connect();
    send(accept(), "answer");
    Socket slow = connect();
    send(accept(), "answer");
    Socket idle = connect();
    Socket server = accept();
    boolean held = cut.awaitHeld(2, TIMEOUT);

    cut.close();

    assertThat(held).isTrue();
    assertThat(cut.connections()).isZero();
    for (Thread ending : threads()) {
      ending.join(TIMEOUT.toMillis()); // a pool has ended a moment before its threads have
    }
    assertThat(threads()).isEmpty();
    assertReset(accepted);
    assertReset(hanging);
    assertReset(idle);
    assertReset(server);
    assertThatIOException().isThrownBy(() -> readToEnd(slow));
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  private List<Thread> threads() {
    String name = "pawl-cut-" + cut.address().getPort() + "-";
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .toList();
  }

  private static ServerSocketChannel listen() {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      return channel.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int port(ServerSocketChannel channel) {
    return channel.socket().getLocalPort();
  }

  private Socket connect() throws IOException {
    return opened(new Socket(cut.address().getHost(), cut.address().getPort()));
  }

  private Socket accept() throws IOException {
    return opened(acceptChannel().socket());
  }

  private SocketChannel acceptChannel() throws IOException {
    SocketChannel channel = target.accept();
    open.add(channel);
    return channel;
  }

  private Socket opened(Socket socket) throws IOException {
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    open.add(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  private static String readToEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }
}
