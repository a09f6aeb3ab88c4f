package dev.pawl.drills.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A login by {@code pawl login --issuer NAME}, as a person makes it: the command runs as it is, and
 * the browser goes where it is sent, or the device is left to whoever decides about devices. The
 * addresses are the simulator's, which says in its redirects who it is (RFC 9207); no vendor with a
 * preset does, so that is left out.
 */
final class CommandLogin {
  private static final Pattern ADDRESS = Pattern.compile("^ +(https?://\\S+)$", Pattern.MULTILINE);
  private static final long TIMEOUT_SECONDS = 20;

  private final List<String> words;
  private final boolean onDevice;
  private final boolean twice;
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private final Ear said = new Ear();

  CommandLogin(RunnerCommand order, Path state, String profile) {
    words = new ArrayList<>(List.of("login", profile, "--scope", "messages"));
    words.addAll(List.of("--issuer", order.text("preset"), "--client-id", order.text("clientId")));
    words.addAll(List.of("--token-endpoint", order.text("tokenEndpoint")));
    words.addAll(List.of("--authorization-endpoint", order.text("authorizationEndpoint")));
    onDevice = order.text("method", "").equals("device");
    twice = order.text("browser", "").equals("twice");
    if (onDevice) {
      words.addAll(List.of("--method", "device", "--again"));
      words.addAll(List.of("--device-endpoint", order.text("deviceEndpoint")));
    }
    if (!order.text("secretFile", "").isEmpty()) {
      words.addAll(List.of("--client-secret", "file:" + order.text("secretFile")));
    }
    environment.put("PAWL_HOME", state.toString());
  }

  /**
   * Logs in.
   *
   * @throws IOException if it came to nothing; the message has what the command said
   */
  void run() throws IOException, InterruptedException {
    CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(this::command);
    try {
      int page = onDevice ? 200 : browse(said.address.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
      int code = exit.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (code != 0 || page != 200) {
        throw new IOException("pawl login: exit " + code + ", page " + page + ": " + said);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("pawl login: " + said, e);
    }
  }

  private int browse(URI page) throws IOException {
    URI back = redirect(page);
    return twice ? arriveTwice(back) : open(back, true).getResponseCode();
  }

  /* Somebody else's page is first, and then the person's comes twice at the same time. */
  private static int arriveTwice(URI back) throws IOException {
    String forged = back.toString().replaceFirst("state=[^&]*", "state=forged");
    if (arrive(URI.create(forged)) == Integer.MAX_VALUE) {
      throw new IOException("a callback of another login was not answered");
    }
    CompletableFuture<Integer> twin = CompletableFuture.supplyAsync(() -> arrive(back));
    return Math.min(arrive(back), twin.join());
  }

  /* Who comes when the login is over finds nobody there. */
  private static int arrive(URI back) {
    try {
      return open(back, true).getResponseCode();
    } catch (IOException e) {
      return Integer.MAX_VALUE;
    }
  }

  private int command() {
    PrintStream out = new PrintStream(said, true, UTF_8);
    return Main.run(
        words.toArray(String[]::new), InputStream.nullInputStream(), out, out, environment);
  }

  private static URI redirect(URI page) throws IOException {
    String location = open(page, false).getHeaderField("Location");
    if (location == null) {
      throw new IOException("the authorization endpoint sent nobody back");
    }
    return page.resolve(location.replaceFirst("[?&]iss=[^&]*", ""));
  }

  private static HttpURLConnection open(URI page, boolean follows) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
    connection.setInstanceFollowRedirects(follows);
    return connection;
  }

  /** What the command says, and the address in it. */
  private static final class Ear extends OutputStream {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final CompletableFuture<URI> address = new CompletableFuture<>();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      heard.write(bytes, from, length);
      Matcher named = ADDRESS.matcher(toString());
      if (named.find()) {
        boolean unused = address.complete(URI.create(named.group(1)));
      }
    }

    @Override
    public synchronized String toString() {
      return heard.toString(UTF_8);
    }
  }
}
