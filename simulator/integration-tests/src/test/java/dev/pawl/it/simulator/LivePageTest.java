package dev.pawl.it.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.process.NeededTool;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live page, in a browser where there is one. Its pictures are kept in target/screenshots. */
@Timeout(180)
final class LivePageTest {
  private static final Path BROWSER = Path.of("src", "test", "browser");

  @TempDir private Path home;

  private Simulator simulator = Simulator.builder().seed(7).start();

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void page_inABrowser_showsAStormTakesAFaultAndIsUsableByKeyboard() throws Exception {
    NeededTool.require("chromium", "--version");
    NeededTool.require("curl", "--version");
    NeededTool.require("test", "-d", BROWSER.resolve("node_modules").toString());
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    Path output = home.resolve("output");

    simulator.close();
    Path lockFile = Files.createFile(home.resolve("lock"));
    simulator = Simulator.builder().seed(7).lockFile(lockFile).start();
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      watch(screenshots, output);
    }
  }

  private void watch(Path screenshots, Path output) throws IOException, InterruptedException {
    Process browser =
        new ProcessBuilder(
                "node",
                BROWSER.resolve("live-page.mjs").toString(),
                welcome().toString(),
                screenshots.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = browser.waitFor(150, TimeUnit.SECONDS);
    browser.destroyForcibly();

    String told = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as(told).isTrue();
    assertThat(browser.exitValue()).as(told).isZero();
    assertThat(told.lines().filter(line -> line.startsWith("ok "))).as(told).hasSize(12);
    assertThat(screenshots.resolve("live-page-dark.png")).isNotEmptyFile();
    assertThat(simulator.families()).isEmpty();
  }

  @Test
  void page_withoutAToken_holdsNothingAndLoadsFromNowhereElse() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body() + get("/live.js").body() + get("/live.css").body())
        .doesNotContain("http://", "https://", simulator.adminToken());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = simulator.api().resolve(path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /* As `pawl simulator --json` prints it. */
  private Path welcome() throws IOException {
    IssuedGrant grant = simulator.newFamily("alice");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("page", simulator.page().toString());
    members.put("api", simulator.api().toString());
    members.put("admin", simulator.admin().toString());
    members.put("adminToken", simulator.adminToken());
    members.put("tokenEndpoint", simulator.tokenEndpoint().toString());
    members.put("clientId", simulator.clientId());
    members.put("accessToken", grant.accessToken());
    members.put("refreshToken", grant.refreshToken());
    members.put("lockHolder", ProcessHandle.current().pid());
    return Files.writeString(home.resolve("welcome.json"), StrictJson.write(members));
  }
}
