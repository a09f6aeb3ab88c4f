package dev.pawl.drills.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client as strangers write them, run as a process: it shares its tokens in two files. Arguments:
 * {@code naive} (no lock) or {@code locked} (a lock, and the file is read again under it), {@code
 * reserving} to make room for the answer before the spend, and {@code once} to end after an
 * accepted call. It sleeps between its calls, as such programs do; no test waits by that.
 */
final class SampleClient {
  private static final Path ACCESS = Path.of("access");
  private static final Path REFRESH = Path.of("refresh");
  private static final int ROOM = 256;

  private SampleClient() {}

  public static void main(String[] arguments) throws Exception {
    List<String> manners = List.of(arguments);
    while (true) {
      String access = read(ACCESS, "none");
      if (call(access) == 200) {
        if (manners.contains("once")) {
          return;
        }
        Thread.sleep(50);
      } else if (manners.contains("locked")) {
        try (FileChannel lock =
                FileChannel.open(
                    Path.of("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = lock.lock()) {
          if (held.isValid() && read(ACCESS, "none").equals(access)) {
            refresh(manners.contains("reserving"));
          }
        }
      } else {
        refresh(false);
      }
    }
  }

  private static int call(String access) throws IOException {
    HttpURLConnection call = open("DRILL_API");
    call.setRequestProperty("Authorization", "Bearer " + access);
    return status(call);
  }

  /* Whatever goes wrong, it is tried again a moment later, after Retry-After if there is one. */
  private static void refresh(boolean isReserving) throws IOException, InterruptedException {
    String form =
        "grant_type=refresh_token&client_id="
            + variable("DRILL_CLIENT_ID")
            + "&refresh_token="
            + read(REFRESH, variable("DRILL_REFRESH_TOKEN"))
            + (isBy("client_secret_post") ? "&client_secret=" + secret() : "");
    try {
      if (isReserving) {
        Files.write(aside(REFRESH), new byte[ROOM]);
        Files.write(aside(ACCESS), new byte[ROOM]);
      }
      HttpURLConnection post = open("DRILL_TOKEN_ENDPOINT");
      post.setDoOutput(true);
      if (isBy("client_secret_basic")) {
        String pair = variable("DRILL_CLIENT_ID") + ":" + secret();
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        post.setRequestProperty("Authorization", "Basic " + basic);
      }
      post.getOutputStream().write(form.getBytes(UTF_8));
      if (status(post) == 200) {
        try (InputStream body = post.getInputStream()) {
          String answer = new String(body.readAllBytes(), UTF_8);
          write(REFRESH, member(answer, "refresh_token"));
          write(ACCESS, member(answer, "access_token"));
        }
        return;
      }
      Thread.sleep(100 + 1_000L * post.getHeaderFieldInt("Retry-After", 0));
    } catch (IOException e) {
      Thread.sleep(100);
    }
  }

  private static boolean isBy(String method) {
    return variable("DRILL_CLIENT_AUTHENTICATION").equals(method);
  }

  private static String secret() throws IOException {
    return Files.readString(Path.of(variable("DRILL_CLIENT_SECRET_FILE")));
  }

  private static String variable(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  private static HttpURLConnection open(String name) throws IOException {
    return (HttpURLConnection) URI.create(variable(name)).toURL().openConnection();
  }

  private static int status(HttpURLConnection exchange) throws IOException {
    int status = exchange.getResponseCode();
    InputStream error = exchange.getErrorStream();
    if (error != null) {
      error.readAllBytes();
      error.close();
    }
    return status;
  }

  private static String member(String json, String name) throws IOException {
    Matcher member = Pattern.compile('"' + name + "\":\"([^\"]+)\"").matcher(json);
    if (!member.find()) {
      throw new IOException("the answer has no " + name);
    }
    return member.group(1);
  }

  private static String read(Path file, String otherwise) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    return text.isEmpty() ? otherwise : text;
  }

  private static void write(Path file, String text) throws IOException {
    Path whole = aside(file);
    try (FileChannel out =
        FileChannel.open(whole, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      out.truncate(text.length());
    }
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path aside(Path file) {
    return Path.of(file + "." + ProcessHandle.current().pid());
  }
}
