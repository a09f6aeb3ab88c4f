package dev.pawl.it.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.Leaks;
import dev.pawl.it.kit.Scene;
import dev.pawl.json.Json;
import dev.pawl.simulator.core.IssuedGrant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets planted in every source: none, in no spelling and in no part of 12 characters, shows in
 * what real commands say, record or write, but where it was asked for.
 */
final class SourceSecretsTest {
  private static final String BEARER = "planted.Bearer-a8Xq2~Zk9Lw3+Rv7/Tn5Yp1";
  private static final String OAUTH = "planted.OAuth-m4Bt6~Hc8Js0+Dw2/Fq9Gk3";
  private static final String KEY = "planted.Key-z7Nx5~Uv3Ie1+Ob4/Pa6Sd8";
  private static final String PIPE = "planted.Pipe-c2Vy9~Mr5Ql7+Wk1/Jh3Xe6";
  private static final String HELPER = "planted.Helper-t6Gz1~Ys4Na8+Cx0/Ru2Bf5";

  @TempDir Path directory;

  @Test
  void everySource_wellOrBroken_showsNoSecret() throws Exception {
    try (Scene scene = Scene.strict(directory.resolve("state"))) {
      IssuedGrant issued = scene.simulator.newFamily("alice");
      configure(scene);
      List<String> secrets = List.of(BEARER, OAUTH, KEY, PIPE, HELPER, issued.refreshToken());
      Map<String, String> all = CommandRun.environment(directory);
      all.put("ANTHROPIC_AUTH_TOKEN", BEARER);
      all.put("CLAUDE_CODE_OAUTH_TOKEN", OAUTH);
      all.put("ANTHROPIC_API_KEY", KEY);
      all.put("CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR", "7");
      Map<String, String> refresh = CommandRun.environment(directory);
      refresh.put("CLAUDE_CODE_OAUTH_REFRESH_TOKEN", issued.refreshToken());
      refresh.put("CLAUDE_CODE_OAUTH_SCOPES", "user:inference");

      List<String> said = new ArrayList<>();
      for (String verb : List.of("explain", "explain --json", "status", "status --json")) {
        said.add(run(all, verb).all());
      }
      for (String source : all.keySet()) {
        if (source.contains("TOKEN") || source.contains("KEY")) {
          CommandRun token = run(all, "token --source " + source);
          assertThat(token.exit()).as(token.err()).isZero();
          assertThat(token.out()).startsWith("planted.");
          said.add(token.err());
        }
      }
      CommandRun helper = run(all, "token --source apiKeyHelper");
      assertThat(helper.out()).isEqualTo(HELPER + "\n");
      said.add(helper.err());
      all.replaceAll((name, value) -> value.startsWith("planted") ? value + " broken" : value);
      for (String verb : List.of("explain", "explain --json", "status", "token", "token nobody")) {
        said.add(run(all, verb).all());
      }
      said.add(run(refresh, "token --source login").err());
      said.add(run(refresh, "explain").all());

      assertThatThrownBy(() -> Leaks.assertNoPart("seen: " + KEY.substring(9, 21) + "\n", secrets))
          .isInstanceOf(AssertionError.class);
      Leaks.assertNoPart(String.join("\n", said), secrets);
      Leaks.assertNoPart(files(), secrets);
      Leaks.assertNoPart(recorded(), secrets);
    }
  }

  private void configure(Scene scene) throws IOException {
    Path file = directory.resolve("config/pawl/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(directory.resolve("descriptor"), PIPE);
    Path script = directory.resolve("helper");
    Files.writeString(script, "test -z \"$PAWL_HOME\" || echo '" + HELPER + "'\n");
    Map<String, Object> profile =
        Map.of(
            "issuer", scene.simulator.issuer().toString(), "clientId", scene.simulator.clientId());
    Files.writeString(
        file,
        Json.write(Map.of("apiKeyHelper", "sh " + script, "profiles", Map.of("default", profile))));
  }

  /* A child of its own, with a recording of everything and the loudest log. */
  private CommandRun run(Map<String, String> environment, String verb) throws Exception {
    Path recording = Files.createTempFile(directory, "run", ".jfr");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String script =
        "exec "
            + java
            + " -Xlog:disable -XX:StartFlightRecording=settings=profile,filename="
            + recording
            + " -cp "
            + System.getProperty("java.class.path")
            + " "
            + Main.class.getName()
            + " "
            + verb
            + " 7<"
            + directory.resolve("descriptor");
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("PAWL_DEBUG", "1");
    Path out = Files.createTempFile(directory, "said", ".out");
    Path err = Files.createTempFile(directory, "said", ".err");
    int exit = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    String printed = Files.readString(out);
    String told = Files.readString(err);
    Files.delete(out);
    Files.delete(err);
    return new CommandRun(exit, withoutOptions(printed), told);
  }

  /* Some JVMs print the options of a recording. */
  private static String withoutOptions(String printed) {
    return printed.startsWith("settings=") ? printed.substring(printed.indexOf('\n') + 1) : printed;
  }

  /* Every file but the store of the login, the two that secrets were planted in, and recordings. */
  private String files() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        boolean planted = name.equals("helper") || name.equals("descriptor");
        if (!planted && !name.startsWith("state/grants/") && !name.endsWith(".jfr")) {
          all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .append('\n');
        }
      }
    }
    return all.toString();
  }

  /* The JVM's own event of the environment shows variables whatever we do: docs/security.md. */
  private String recorded() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jfr")).toList()) {
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
          if (!event.getEventType().getName().equals("jdk.InitialEnvironmentVariable")) {
            all.append(event).append('\n');
          }
        }
      }
    }
    assertThat(all).isNotEmpty();
    return all.toString();
  }
}
