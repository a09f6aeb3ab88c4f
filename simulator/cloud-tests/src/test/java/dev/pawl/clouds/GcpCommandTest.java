package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.cli.Main;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.clouddrills.crew.BearerProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.cloud.google.GoogleOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code pawl gcp-token}, as tools of Google Cloud call it. */
final class GcpCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  /** What a command did. */
  private record Run(int exit, String out, String err) {}

  @BeforeEach
  void logIn() throws IOException {
    user.simulator().google().writeHome(user.home(), user.simulator().google().newLogin("alice"));
  }

  @Test
  void gcpToken_askedByMany_isTheSameAndGotOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < Processes.COUNT; i++) {
      processes.add(user.builder(Main.class, "gcp-token").start());
    }
    List<String> tokens = new ArrayList<>();
    for (Process process : processes) {
      tokens.add(new String(process.getInputStream().readAllBytes(), UTF_8));
      assertThat(process.waitFor()).isZero();
    }

    assertThat(tokens).containsOnly(tokens.get(0)).doesNotContain("");
    user.simulator().ledger().entries().of(GoogleOperations.REFRESH).areExactly(1);
  }

  @Test
  void gcpToken_warm_loadsNeitherALibraryNorAParser() throws Exception {
    Run first = run("gcp-token");
    List<String> command = new ArrayList<>(user.builder(Main.class, "gcp-token").command());
    command.add(1, "-Xlog:class+load:stdout");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(user.environment());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said)
        .contains(first.out.strip())
        .contains("dev.pawl.cloud.source.CloudFastPath")
        .doesNotContain(" picocli.", " com.google.", " com.fasterxml.", "dev.pawl.TokenManager ");
  }

  @Test
  void gcpToken_ofTwoProjects_isTheSameAndGotOnce() {
    user.environment().put("GOOGLE_CLOUD_PROJECT", "one");
    Run one = run("gcp-token");
    user.environment().put("GOOGLE_CLOUD_PROJECT", "two");
    user.environment().put("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", "/a/file/of/pawl/exec");
    Run two = run("gcp-token");

    assertThat(one.exit).as(one.err).isZero();
    assertThat(two).isEqualTo(one);
    user.simulator().ledger().entries().of(GoogleOperations.REFRESH).areExactly(1);
  }

  @Test
  void explain_ofATokenThatIsShared_tellsProjectRegionWhoPaysAndItsEnd() {
    user.environment().put("CLAUDE_CODE_USE_VERTEX", "1");
    user.environment().put("ANTHROPIC_VERTEX_PROJECT_ID", "project-7");
    user.environment().put("CLOUD_ML_REGION", "us-east5");
    Run token = run("gcp-token");

    Run run = run("explain");

    assertThat(token.exit).as(token.err).isZero();
    assertThat(run.out)
        .contains("> CLAUDE_CODE_USE_VERTEX")
        .contains("Authorization: Bearer; account project-7; region us-east5; billing gcp; ends")
        .doesNotContain(token.out.strip());
  }

  @Test
  void explain_projectIsInTheFileAlone_tellsIt() {
    user.environment().put("CLAUDE_CODE_USE_VERTEX", "1");

    Run run = run("explain");

    assertThat(run.out).contains("account pawl-simulator");
  }

  @Test
  void gcpToken_intoAFileInMemory_isPutThereForThisUserAlone() throws Exception {
    Path file = Path.of(user.environment().get("XDG_RUNTIME_DIR"), "token");

    Run run = run("gcp-token", "--file", file.toString());
    Run printed = run("gcp-token");

    assertThat(run).isEqualTo(new Run(ExitCode.OK, "", ""));
    assertThat(file).content().isEqualTo(printed.out.strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void gcpToken_intoAFileOnADisk_isRefused() throws Exception {
    Path file = user.home().resolve("token");

    Run run = run("gcp-token", "--file", file.toString());

    assertThat(run.exit).isEqualTo(ExitCode.FIX_CONFIGURATION);
    assertThat(run.err).contains("does not lie in memory").contains("/dev/shm");
    assertThat(file).doesNotExist();
  }

  @Test
  void executable_calledByGooglesLibrary_givesTheSubjectToken() throws Exception {
    try (CloudUser secure = new CloudUser(Simulator.builder().clouds().tls().start())) {
      secure.trustSimulator();
      secure
          .simulator()
          .google()
          .writeHome(secure.home(), secure.simulator().google().newLogin("a"));
      Path directory = secure.home().resolve(".config/gcloud");
      ObjectNode external =
          (ObjectNode) JSON.readTree(directory.resolve("external_account.json").toFile());
      Path subject = Path.of(external.at("/credential_source/file").asText());
      secure.settings("{\"apiKeyHelper\": \"cat " + subject + "\"}");
      String command =
          String.join(" ", secure.builder(Main.class, "gcp-token", "--executable").command());
      external.putObject("credential_source").putObject("executable").put("command", command);
      Path file = directory.resolve("executable.json");
      JSON.writeValue(file.toFile(), external);
      secure.environment().put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
      secure.environment().put("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES", "1");
      secure.environment().put("CLAUDE_CODE_USE_VERTEX", "1");

      List<String> calls =
          CloudUser.all(
              secure.start(
                  1,
                  BearerProgram.class,
                  "google",
                  secure.simulator().google().vertex()
                      + "/projects/p/locations/us-east5/publishers/anthropic/models/m:rawPredict"),
              "call");

      assertThat(calls).containsExactly("200");
      secure.simulator().ledger().entries().of(GoogleOperations.STS_EXCHANGE).areExactly(1);
    }
  }

  @Test
  void executable_tokenIsNoJsonWebToken_saysSoInTheDocumentAndNotTheToken() throws Exception {
    user.settings("{\"apiKeyHelper\": \"echo sk-opaque\"}");

    Run run = run("gcp-token", "--executable");

    assertThat(run.exit).isZero();
    assertThat(run.out)
        .startsWith("{\"version\":1,\"success\":false,\"code\":\"FIX_CONFIGURATION\"")
        .contains("no JSON Web Token")
        .doesNotContain("sk-opaque");
    assertThat(run.err).as("the libraries read both streams as one document").isEmpty();
  }

  private Run run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            words,
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.copyOf(user.environment()));
    return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
