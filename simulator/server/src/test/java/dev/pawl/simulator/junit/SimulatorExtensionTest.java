package dev.pawl.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import java.io.File;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SimulatorExtensionTest {
  private static final String BEGIN = "<!-- simulated -->\n";
  private static final List<URI> STARTED = new ArrayList<>();

  @Test
  void parameter_twoTests_getAFreshSimulatorEachThatIsStoppedAfterwards() {
    STARTED.clear();

    Outcome first = run("passes");
    Outcome second = run("passes");

    assertThat(first.statuses).containsExactly(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(second.statuses).containsExactly(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(STARTED).hasSize(2);
    assertThatThrownBy(() -> get(STARTED.get(1))).isInstanceOf(ConnectException.class);
  }

  @Test
  void ledger_testFails_isPublished() throws Exception {
    Outcome failed = run("fails");

    assertThat(failed.statuses).containsExactly(TestExecutionResult.Status.FAILED);
    assertThat(failed.files).hasSize(1);
    assertThat(failed.files.get(0).getFileName()).hasToString("ledger.jsonl");
    assertThat(Files.readString(failed.files.get(0))).contains("\"family\":\"F1\"");
  }

  @Test
  void ledger_testPasses_isNotPublished() {
    Outcome passed = run("passes");

    assertThat(passed.files).isEmpty();
  }

  @Test
  void parameter_onTheOldestJupiter_isASimulatorAndTheLedgerOfAFailureIsNamed() throws Exception {
    Console passed = onOldestJupiter("passes");
    Console failed = onOldestJupiter("fails");

    assertThat(passed.exit).as(passed.said).isZero();
    assertThat(passed.said).contains("1 tests successful");
    assertThat(failed.exit).as(failed.said).isEqualTo(1);
    assertThat(failed.said).contains("ledger.jsonl");
  }

  @Test
  void example_ofTheDocument_isTheTestedOne() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    String document = Files.readString(module.resolve("../../docs/simulator.md"));
    String source =
        Files.readString(
            module.resolve("src/test/java/dev/pawl/simulator/junit/SimulatedExampleTest.java"));

    String shown =
        document.substring(
            document.indexOf(BEGIN) + BEGIN.length(), document.indexOf("<!-- /simulated -->"));

    assertThat(shown)
        .isEqualTo("```java\n" + source.substring(source.indexOf("@Simulated")) + "```\n");
  }

  private record Console(int exit, String said) {}

  /* Jupiter 5.11 with what this JVM has but its own Jupiter. */
  private static Console onOldestJupiter(String method) throws Exception {
    Stream<String> own =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("junit") && !entry.contains("opentest4j"));
    String classPath =
        Stream.concat(Stream.of("target/oldest-jupiter/junit-platform-console-standalone.jar"), own)
            .collect(Collectors.joining(File.pathSeparator));
    Process console =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--select-method="
                    + Sample.class.getName()
                    + "#"
                    + method
                    + "("
                    + Simulator.class.getName()
                    + ")")
            .redirectErrorStream(true)
            .start();
    console.getOutputStream().close();
    String said = new String(console.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Console(console.waitFor(), said);
  }

  private static Outcome run(String method) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectMethod(Sample.class, method, Simulator.class))
            .build();
    Outcome outcome = new Outcome();
    LauncherFactory.create().execute(request, outcome);
    return outcome;
  }

  private static int get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .statusCode();
  }

  /* Not found by its name: run by the tests above only. */
  static class Sample {
    @RegisterExtension
    static final SimulatorExtension SIMULATOR = new SimulatorExtension(builder -> builder.seed(7));

    @Test
    void passes(Simulator simulator) throws Exception {
      URI metadata = simulator.issuer().resolve("/.well-known/oauth-authorization-server");
      STARTED.add(metadata);
      assertThat(simulator.seed()).isEqualTo(7);
      assertThat(get(metadata)).isEqualTo(200);
    }

    @Test
    void fails(Simulator simulator) {
      IssuedGrant grant = simulator.newFamily("alice");
      assertThat(grant.refreshToken()).isEmpty();
    }
  }

  private static final class Outcome implements TestExecutionListener {
    private final List<TestExecutionResult.Status> statuses = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        statuses.add(result.getStatus());
      }
    }

    @Override
    public void fileEntryPublished(TestIdentifier test, FileEntry file) {
      files.add(file.getPath());
    }
  }
}
