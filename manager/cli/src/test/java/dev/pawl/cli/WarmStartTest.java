package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pawl.TokenManager;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a warm command may load: a child JVM tells every class. */
final class WarmStartTest {
  private static final String[] FORBIDDEN = {
    "picocli.",
    "com.fasterxml.",
    "java.net.http.",
    "jdk.jfr.",
    "javax.net.ssl.",
    "sun.security.ssl.",
    "java.security.MessageDigest",
    "java.util.logging.",
    "sun.util.logging.",
    "java.util.regex.Pattern",
    "java.lang.runtime.ObjectMethods",
    "java.util.EnumSet",
    "sun.nio.ch.FileChannelImpl",
    "dev.pawl.TokenManager",
    "dev.pawl.cli.PawlCommand",
    "dev.pawl.signing.",
    "dev.pawl.jose.",
    "com.nimbusds.",
  };

  /* Four of them see whose the cache is: nobody else may have put it there; one tells what lies
   * beside the status, and one when the login itself ends; one says for everybody which characters a
   * token may have; one says what every journal of spends does. */
  private static final int MOST_OF_OURS = 64;

  /* What signs stands last, as in the launcher's layout. */
  private static final List<String> JOSE =
      Stream.of(System.getProperty("java.class.path").split(":"))
          .filter(entry -> entry.matches(".*(/jose/target/.*|nimbus-jose-jwt.*[.]jar)"))
          .toList();

  @TempDir Path directory;
  private @Nullable Path shared;

  @BeforeEach
  void train() throws Exception {
    assertThat(run("-Xshare:auto", "--train")).contains("training-access");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "token --min-valid 1h", "status"})
  void command_warm_loadsNothingHeavy(String command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add("training");

    List<String> loaded = classesOf(words.toArray(String[]::new));

    assertThat(loaded).contains("dev.pawl.cli.Main", "dev.pawl.cache.table.UnmappedTable");
    assertThat(loaded.stream().filter(name -> Stream.of(FORBIDDEN).anyMatch(name::startsWith)))
        .isEmpty();
    assertThat(loaded.stream().filter(name -> name.startsWith("dev.pawl.")).count())
        .isLessThan(MOST_OF_OURS);
  }

  @Test
  void awsCredentials_shared_loadsNoLibraryAndNothingHeavy() throws Exception {
    Path keys = directory.resolve("keys.json");
    Files.writeString(
        keys,
        """
        {"Version":1,"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"not-a-secret",
        "SessionToken":"none","Expiration":"2099-01-01T00:00:00Z"}""");
    Files.createDirectories(directory.resolve("config/pawl"));
    Files.writeString(
        directory.resolve("config/pawl/settings.json"),
        "{\"awsCredentialExport\": \"cat " + keys + "\"}");

    shared = Files.createTempDirectory(Path.of("/dev/shm"), "pawl-warm");

    List<String> first = classesOf("aws-credentials");
    Files.delete(keys);
    List<String> second = classesOf("aws-credentials");

    assertThat(first).contains("dev.pawl.cloud.command.CredentialExport");
    assertThat(second).contains("dev.pawl.cloud.source.CloudFastPath");
    assertThat(second.stream().filter(name -> Stream.of(FORBIDDEN).anyMatch(name::startsWith)))
        .isEmpty();
    assertThat(second)
        .noneMatch(name -> name.startsWith("software.amazon."))
        .filteredOn(name -> name.startsWith("dev.pawl."))
        .hasSizeLessThan(MOST_OF_OURS);
  }

  @Test
  void token_publicClientTakesTheLongWay_loadsNothingThatSigns() throws Exception {
    Files.createDirectories(directory.resolve("config/pawl"));
    Files.writeString(directory.resolve("config/pawl/settings.json"), "{}");

    List<String> loaded = classesOf("token", "training");

    assertThat(JOSE).hasSize(2);
    assertThat(loaded).contains("dev.pawl.TokenManager");
    assertThat(loaded)
        .noneMatch(name -> name.startsWith("com.nimbusds.") || name.startsWith("dev.pawl.jose."));
  }

  @Test
  void token_publicClientRefreshes_loadsNothingThatSigns() throws Exception {
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext("/token", WarmStartTest::grant);
    issuer.start();
    try (TokenManager manager =
        TokenManager.builder().environment(environment()).profile("public").build()) {
      manager.login(
          Grant.login(
              new ClientRegistration(
                  "http://127.0.0.1:" + issuer.getAddress().getPort(),
                  URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/token"),
                  null,
                  "public",
                  "",
                  ReplayPolicy.UNKNOWN),
              TokenSet.ofRefresh("first-refresh-token")));

      List<String> loaded = classesOf("token", "public");

      assertThat(manager.token().value()).isEqualTo("refreshed-access-token");
      assertThat(loaded)
          .contains("dev.pawl.refresh.RefreshTransaction", "dev.pawl.oauth.TokenEndpoint");
      assertThat(loaded)
          .noneMatch(name -> name.startsWith("com.nimbusds.") || name.startsWith("dev.pawl.jose."));
    } finally {
      issuer.stop(0);
    }
  }

  private static void grant(HttpExchange exchange) throws IOException {
    byte[] answer =
        """
        {"access_token":"refreshed-access-token","refresh_token":"next-refresh-token",
        "token_type":"Bearer","expires_in":3600}"""
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Test
  void token_settingsChanged_takesTheLongWay() throws Exception {
    Files.createDirectories(directory.resolve("config/pawl"));
    Files.writeString(directory.resolve("config/pawl/settings.json"), "{}");

    List<String> first = classesOf("token", "training");
    List<String> second = classesOf("token", "training");

    assertThat(first).contains("dev.pawl.TokenManager");
    assertThat(second)
        .contains("dev.pawl.credentials.FastPath")
        .doesNotContain("dev.pawl.TokenManager");
    assertThat(second).noneMatch(name -> name.startsWith("com.fasterxml."));
  }

  /* Who trains again a moment later would be a program whose token was rejected. */
  @Test
  void train_ended_leavesNobodyWhoWasGivenAToken() {
    assertThat(directory.resolve("state/calls")).isEmptyDirectory();
  }

  private List<String> classesOf(String... args) throws Exception {
    Path log = directory.resolve("classes.log");
    String printed = run("-Xlog:class+load:file=" + log, args);
    assertThat(printed).isNotEmpty();
    return Files.readAllLines(log).stream()
        .map(line -> line.substring(line.lastIndexOf(']') + 1).strip())
        .map(line -> line.split(" ", 2)[0])
        .toList();
  }

  private String run(String option, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(option, "-cp", classPath(), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment());
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PAWL_HOME", directory.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    if (shared != null) {
      environment.put("XDG_RUNTIME_DIR", shared.toString());
      environment.put("PAWL_HOME", directory.resolve("cloud-state").toString());
    }
    return environment;
  }

  @AfterEach
  void forgetWhatIsShared() throws IOException {
    if (shared != null) {
      try (Stream<Path> files = Files.walk(shared)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static String classPath() {
    return Stream.concat(
            Stream.of(
                    Main.class,
                    TokenManager.class,
                    JsonFactory.class,
                    CommandLine.class,
                    NullMarked.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath()),
            JOSE.stream())
        .collect(joining(":"));
  }
}
