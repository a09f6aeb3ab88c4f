package dev.pawl.drills.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.simulator.wire.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One child process, seen from the runner. Thread-safe. */
public final class Child {
  /* Of the masks of signals in /proc, where INT is number 2. */
  private static final long INT_BIT = 1L << 1;

  private final String name;
  private final long pid;
  private final Path log;
  private final Socket socket;
  private final BufferedReader in;
  private final OutputStream out;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<ChildReply>> answers = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<ChildReply>> standing = new ConcurrentHashMap<>();
  private volatile boolean gone;

  private Child(String name, long pid, Path log, Socket socket, BufferedReader in)
      throws IOException {
    this.name = name;
    this.pid = pid;
    this.log = log;
    this.socket = socket;
    this.in = in;
    this.out = socket.getOutputStream();
  }

  /** Reads the greeting on a fresh connection; empty if it is not one of our children. */
  static Optional<Child> greet(Socket socket, String secret, Path logs) throws IOException {
    socket.setTcpNoDelay(true);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) {
      return Optional.empty();
    }
    JsonNode hello = StrictJson.object(line);
    if (!secret.equals(hello.path("secret").asText()) || !hello.path("pid").isIntegralNumber()) {
      return Optional.empty();
    }
    socket.setSoTimeout(0); // it may be idle for long, and its reader waits from now on
    String name = hello.path("hello").asText();
    long pid = hello.path("pid").asLong();
    Child child = new Child(name, pid, logs.resolve(name + ".log"), socket, in);
    Thread reader = new Thread(child::read, "child-" + name);
    reader.setDaemon(true);
    reader.start();
    return Optional.of(child);
  }

  private void read() {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        ChildReply reply = new ChildReply(name, StrictJson.object(line));
        boolean event = reply.members().path("standing").asBoolean();
        CompletableFuture<ChildReply> waiting =
            event ? standing.get(reply.number("id")) : answers.remove(reply.number("id"));
        if (waiting != null) {
          waiting.complete(reply);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // a killed child ends in the middle of a line
    } finally {
      leave();
    }
  }

  private void leave() {
    gone = true;
    ChildGoneException why = new ChildGoneException(name + " has ended");
    answers.values().forEach(waiting -> waiting.completeExceptionally(why));
    standing.values().forEach(waiting -> waiting.completeExceptionally(why));
  }

  /** Returns the name, such as {@code p07}. */
  public String name() {
    return name;
  }

  /** Returns the process number. */
  public long pid() {
    return pid;
  }

  /** Returns the file that takes its output. */
  public Path log() {
    return log;
  }

  /** Tells whether it still speaks. */
  public boolean isHere() {
    return !gone;
  }

  /** Sends an order; its answer comes later. */
  public CompletableFuture<ChildReply> send(String verb, Map<String, ?> members) {
    return send(verb, members, ids.incrementAndGet());
  }

  private CompletableFuture<ChildReply> send(String verb, Map<String, ?> members, long id) {
    CompletableFuture<ChildReply> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("id", id);
    order.put("do", verb);
    order.putAll(members);
    byte[] line = (StrictJson.write(order) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (out) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      leave();
    }
    if (gone) {
      answer.completeExceptionally(new ChildGoneException(name + " has ended"));
    }
    return answer;
  }

  /**
   * Sends an order and waits for its answer, whatever it is.
   *
   * @throws IOException if the child is gone or does not answer in time
   */
  public ChildReply ask(String verb, Map<String, ?> members, Duration waitTimeout)
      throws IOException, InterruptedException {
    return await(send(verb, members), waitTimeout);
  }

  /** Sends the order of a storm. */
  public Running storm(Map<String, ?> members) {
    long id = ids.incrementAndGet();
    CompletableFuture<ChildReply> stands = new CompletableFuture<>();
    standing.put(id, stands);
    CompletableFuture<ChildReply> answer = send("storm", members, id);
    CompletableFuture<ChildReply> unused =
        answer.whenComplete(
            (reply, problem) -> {
              if (!stands.isDone()) {
                stands.completeExceptionally(
                    new ChildGoneException(name + " did not reach the line: " + reply));
              }
              standing.remove(id);
            });
    return new Running(this, id, stands, answer);
  }

  /**
   * Waits for an answer.
   *
   * @throws IOException if the child is gone or does not answer in time
   */
  public ChildReply await(CompletableFuture<ChildReply> answer, Duration waitTimeout)
      throws IOException, InterruptedException {
    try {
      return answer.get(waitTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ChildGoneException(String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      throw new IOException(name + " did not answer within " + waitTimeout.toMillis() + " ms", e);
    }
  }

  /** Sends a signal such as {@code STOP}, {@code CONT} or {@code INT}. */
  public void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + signal + " " + pid + " failed");
    }
  }

  /**
   * Asks it to end as Ctrl-C does; by TERM, which the JVM treats alike, where INT is ignored: what
   * a shell starts in the background inherits that.
   */
  public void interrupt() throws IOException, InterruptedException {
    signal(ignoresInt() ? "TERM" : "INT");
  }

  private boolean ignoresInt() throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> line.substring("SigIgn:".length()).strip())
        .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & INT_BIT) != 0);
  }

  /**
   * Waits until it has ended.
   *
   * @throws IOException if it does not
   */
  public void awaitEnd() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(name + " does not end");
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    gone = true;
  }

  /** Kills it with -9 and waits for its end. */
  public void kill() throws InterruptedException {
    gone = true;
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    process.ifPresent(ProcessHandle::destroyForcibly);
    try {
      process.ifPresent(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
      socket.close();
    } catch (IOException e) {
      // its connection is as dead as it is
    }
  }
}
