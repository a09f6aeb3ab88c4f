package dev.pawl.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command in this JVM that is spoken with while it runs. */
public final class LiveCommand implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("^ +(https?://\\S+)$", Pattern.MULTILINE);
  private static final long TIMEOUT_SECONDS = 60;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Ear err = new Ear();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /** What is said, and a bell at each word. */
  private static final class Ear extends OutputStream {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      heard.write(b);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      heard.write(bytes, from, length);
      notifyAll();
    }

    synchronized String text() {
      return heard.toString(StandardCharsets.UTF_8);
    }

    synchronized Matcher await(Pattern wanted) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
      while (true) {
        Matcher matcher = wanted.matcher(text());
        if (matcher.find()) {
          return matcher;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        assertThat(left).as("waiting for %s in:%n%s", wanted, text()).isPositive();
        wait(left);
      }
    }
  }

  public LiveCommand(Map<String, String> environment, String... args) throws IOException {
    PipedInputStream in = new PipedInputStream(keyboard);
    Thread thread =
        new Thread(
            () -> {
              try {
                exit.complete(
                    Main.run(
                        args,
                        in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment));
              } catch (RuntimeException | Error e) {
                exit.completeExceptionally(e);
              }
            },
            "command");
    thread.setDaemon(true);
    thread.start();
  }

  /** What a login comes to whose person does all that the browser asks. */
  public static CommandRun inBrowser(Map<String, String> environment, List<String> words)
      throws Exception {
    return inBrowser(environment, words, new Surfer());
  }

  /** The same in that browser. */
  public static CommandRun inBrowser(
      Map<String, String> environment, List<String> words, Surfer surfer) throws Exception {
    try (LiveCommand login = new LiveCommand(environment, words.toArray(String[]::new))) {
      HttpResponse<String> page = surfer.visit(login.address());
      boolean form = page.body().contains("<form");
      page = form ? surfer.sendOn(page) : page;
      assertThat(page.body()).contains("You are logged in");
      return login.end();
    }
  }

  /** The address at which the person is to log in. */
  public URI address() throws InterruptedException {
    return URI.create(err.await(ADDRESS).group(1));
  }

  /** Waits until something is said. */
  public Matcher hears(String regex) throws InterruptedException {
    return err.await(Pattern.compile(regex));
  }

  public void type(String line) throws IOException {
    keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** Ends what it can read. */
  public void hangUp() throws IOException {
    keyboard.close();
  }

  /** What it came to. */
  public CommandRun end() throws Exception {
    int code = exit.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.text());
  }

  @Override
  public void close() throws IOException {
    keyboard.close();
  }
}
