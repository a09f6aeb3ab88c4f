package dev.pawl.drills.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Child processes that are started once and used by drill after drill; one that was killed is
 * replaced. Not thread-safe, but for {@link #close}.
 */
public final class ChildFleet implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(5);

  private final String secret = secret();
  private final ServerSocket control;
  private final Launch launch;
  private final List<Child> regulars = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final Map<String, CompletableFuture<Child>> expected = new ConcurrentHashMap<>();
  private int started;
  private boolean archived;

  /**
   * Creates a fleet without a child.
   *
   * @param home scratch directory: homes, logs
   */
  public ChildFleet(Path home) throws IOException {
    this.control = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    this.launch = new Launch(home, secret, control.getLocalPort());
    Thread doorman = new Thread(this::accept, "fleet-doorman");
    doorman.setDaemon(true);
    doorman.start();
  }

  private static String secret() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void accept() {
    while (!control.isClosed()) {
      try {
        Socket socket = control.accept();
        Thread greeting = new Thread(() -> greet(socket), "fleet-greeting");
        greeting.setDaemon(true);
        greeting.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void greet(Socket socket) {
    try {
      socket.setSoTimeout(10_000);
      Child child = Child.greet(socket, secret, launch.logs()).orElse(null);
      CompletableFuture<Child> waiting = child == null ? null : expected.remove(child.name());
      if (child == null || waiting == null) {
        socket.close();
        return;
      }
      waiting.complete(child);
    } catch (IOException | IllegalArgumentException e) {
      // a stranger at the door
    }
  }

  /** Returns the directory of the children's output. */
  public Path logs() {
    return launch.logs();
  }

  /**
   * Returns {@code count} children that are alive and answer, starting what is missing.
   *
   * @throws IOException if one does not start; the message names its log
   */
  public List<Child> crew(int count) throws IOException, InterruptedException {
    Map<Child, CompletableFuture<ChildReply>> asked = new LinkedHashMap<>();
    regulars.forEach(child -> asked.put(child, child.send("close", Map.of())));
    for (Map.Entry<Child, CompletableFuture<ChildReply>> each : asked.entrySet()) {
      Child child = each.getKey();
      if (!isWell(child, each.getValue())) {
        child.kill();
        regulars.remove(child);
      }
    }
    regulars.addAll(extras(Math.max(0, count - regulars.size())));
    return List.copyOf(regulars.subList(0, count));
  }

  private static boolean isWell(Child child, CompletableFuture<ChildReply> answer)
      throws InterruptedException {
    try {
      return child.isHere() && child.await(answer, Duration.ofSeconds(5)).isOk();
    } catch (IOException e) {
      return false;
    }
  }

  private String nextName() {
    return String.format(Locale.ROOT, "p%02d", ++started);
  }

  private CompletableFuture<Child> expect(String name) {
    CompletableFuture<Child> coming = new CompletableFuture<>();
    expected.put(name, coming);
    return coming;
  }

  /** Starts one child, which greets when it gets to it. */
  CompletableFuture<Child> begin() throws IOException {
    String name = nextName();
    CompletableFuture<Child> coming = expect(name);
    Process unused = start(launch.command(name), name);
    return coming;
  }

  /* After the end of the fleet nothing may begin that nobody would end. */
  private synchronized Process start(List<String> command, String name) throws IOException {
    if (control.isClosed()) {
      throw new IOException("the fleet has been ended");
    }
    Process process = launch.start(command, name);
    processes.add(process);
    return process;
  }

  Child arrived(CompletableFuture<Child> coming) throws IOException, InterruptedException {
    try {
      return coming.get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a child did not start; its output is in " + logs(), e);
    }
  }

  /**
   * Starts more children, which belong to the caller: they are in no crew and must be killed.
   *
   * @throws IOException if one does not start
   */
  public List<Child> extras(int count) throws IOException, InterruptedException {
    Reserve reserve = reserve(count, count);
    List<Child> extras = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      extras.add(reserve.next());
    }
    return extras;
  }

  /**
   * Returns children that are started ahead of their use; they belong to the caller.
   *
   * @param total how many there will be
   * @param ahead how many are on their way at any time
   */
  public Reserve reserve(int total, int ahead) throws IOException {
    return new Reserve(this, total, ahead);
  }

  /** Has crews that can use the Chronicle engine of the cache; ends the one that cannot. */
  public void allowChronicle() throws InterruptedException {
    if (launch.allowChronicle()) {
      for (Child child : regulars) {
        child.kill();
      }
      regulars.clear();
    }
  }

  /** Gives the children that are started from now on more memory than drills need. */
  public void heap(long mebibytes) {
    launch.flags(List.of("-Xmx" + mebibytes + "m"));
  }

  /** Tells whether an archive of classes can be made and has not been tried yet. */
  public boolean mayHaveArchive() {
    return !archived && Launch.isPackaged();
  }

  /**
   * Starts a child that writes an archive of the classes it has loaded when it ends.
   *
   * @throws IOException if it does not start
   */
  public Child trainee() throws IOException, InterruptedException {
    archived = true;
    launch.flags(List.of("-XX:ArchiveClassesAtExit=" + launch.archive()));
    Child trainee = extras(1).get(0);
    launch.flags(List.of());
    return trainee;
  }

  /** Ends a trainee and has all that follow start from its archive, if there is one. */
  public void keepArchive(Child trainee) throws IOException, InterruptedException {
    CompletableFuture<ChildReply> unused = trainee.send("exit", Map.of());
    trainee.awaitEnd();
    if (Files.isRegularFile(launch.archive())) {
      launch.flags(List.of("-XX:SharedArchiveFile=" + launch.archive()));
    }
  }

  /**
   * Starts children under one shell that first runs a script.
   *
   * @param wrapper the command that runs the shell, such as {@code unshare -m}; may be empty
   * @param preparation shell commands that must succeed before the children start
   * @param count how many
   * @throws IOException if they do not start
   */
  public Squad squad(List<String> wrapper, String preparation, int count)
      throws IOException, InterruptedException {
    List<CompletableFuture<Child>> coming = new ArrayList<>();
    StringBuilder script = new StringBuilder(preparation).append(" || exit 97\n");
    for (int i = 0; i < count; i++) {
      String name = nextName();
      coming.add(expect(name));
      launch.command(name).forEach(word -> script.append(quoted(word)).append(' '));
      script.append(">>").append(quoted(logs().resolve(name + ".log").toString()));
      script.append(" 2>&1 &\n");
    }
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(List.of("sh", "-c", script.append("wait\n").toString()));
    Process shell = start(command, "shell");
    List<Child> children = new ArrayList<>();
    for (CompletableFuture<Child> each : coming) {
      children.add(arrived(shell, each));
    }
    return new Squad(shell, children);
  }

  private Child arrived(Process shell, CompletableFuture<Child> coming)
      throws IOException, InterruptedException {
    CompletableFuture<Process> unused =
        shell
            .onExit()
            .whenComplete(
                (process, problem) ->
                    coming.completeExceptionally(new IOException("the shell has ended")));
    return arrived(coming);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Ends every process that was started here, and returns when they have ended. */
  @Override
  public synchronized void close() {
    try {
      control.close();
    } catch (IOException e) {
      // it is of no use any more either way
    }
    List<CompletableFuture<ProcessHandle>> ends = new ArrayList<>();
    for (Process process : processes) {
      List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
      family.add(process.toHandle());
      for (ProcessHandle each : family) {
        each.destroyForcibly();
        ends.add(each.onExit());
      }
    }
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
            .completeOnTimeout(null, END.toMillis(), TimeUnit.MILLISECONDS);
    unused.join();
  }
}
