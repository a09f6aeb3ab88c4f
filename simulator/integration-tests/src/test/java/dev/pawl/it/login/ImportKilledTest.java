package dev.pawl.it.login;

import static dev.pawl.it.kit.CommandRun.KILLED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.json.Fields;
import dev.pawl.simulator.core.IssuedGrant;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An import of many logins whose process is killed, again and again, and then is let be. */
final class ImportKilledTest {
  private static final int LOGINS = 120;

  @RegisterExtension final UserScene scene = UserScene.strict();
  private final Map<String, IssuedGrant> issued = new LinkedHashMap<>();

  @Test
  void loginImport_killedInTheMiddle_isCompletedByTheNextAndChangesNothingElse() throws Exception {
    issue();
    Map<String, byte[]> before = storedBefore();

    for (int there : List.of(22, 52, 92)) {
      killAt(there);
      assertThat(contents()).containsAllEntriesOf(before);
    }
    CommandRun last = run(String.join("", lines()));

    assertThat(last.all())
        .matches("logins: [0-9]+ stored [0-9]+ unchanged 1 kept 0 failed\\R(?s:.*customer-7.*)?");
    assertThat(names()).isEqualTo(expected());
    assertThat(grants().toFile().list()).noneMatch(name -> name.endsWith(".import"));
    assertThat(contents()).containsAllEntriesOf(before);
    assertEachIsWhole();
    scene.spends().areNone();
    scene.simulator.ledger().revocations().areNone();
    assertEachIsServed();
  }

  private void issue() {
    for (int n = 0; n < LOGINS; n++) {
      issued.put("customer-" + n, scene.simulator.newFamily("alice"));
    }
  }

  /* One profile that the import knows nothing of, and one for which it has another login. */
  private Map<String, byte[]> storedBefore() throws IOException {
    try (TokenManagers managers = managers()) {
      managers.manager("elder").login(scene.freshGrant());
      managers.manager("customer-7").login(scene.freshGrant());
    }
    return contents();
  }

  /* What it reads has no end, so it cannot be done before it is killed. */
  private void killAt(int there) throws Exception {
    try (WatchService watch = grants().getFileSystem().newWatchService()) {
      WatchKey key = grants().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process process = process();
      try {
        OutputStream input = process.getOutputStream();
        int fed = Math.min(LOGINS, there + 15);
        input.write(String.join("", lines().subList(0, fed)).getBytes(UTF_8));
        input.flush();
        while (names().size() < there) {
          assertThat(watch.poll(2, TimeUnit.MINUTES)).as("%s are there", names()).isNotNull();
          key.pollEvents();
          key.reset();
        }
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor()).isEqualTo(KILLED);
    }
  }

  private Process process() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("login", "--import", "-"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(scene.directory.resolve("killed.log").toFile());
    return builder.start();
  }

  private CommandRun run(String input) {
    return CommandRun.of(scene.environment, input, "login", "--import", "-");
  }

  private List<String> lines() {
    return issued.entrySet().stream().map(one -> line(one.getKey(), one.getValue())).toList();
  }

  private String line(String profile, IssuedGrant grant) {
    return String.format(
        "{\"profile\":\"%s\",\"issuer\":\"%s\",\"client_id\":\"%s\",\"refresh_token\":\"%s\"}%n",
        profile, scene.simulator.issuer(), scene.simulator.clientId(), grant.refreshToken());
  }

  private void assertEachIsWhole() throws IOException {
    for (Map.Entry<String, IssuedGrant> one : issued.entrySet()) {
      if (!one.getKey().equals("customer-7")) {
        Path file = grants().resolve(one.getKey() + ".json");
        assertThat(Fields.read(Files.readAllBytes(file)).text("refresh_token"))
            .isEqualTo(one.getValue().refreshToken());
      }
    }
  }

  private void assertEachIsServed() {
    try (TokenManagers managers = managers()) {
      for (String profile : issued.keySet()) {
        assertThat(scene.isAccepted(managers.manager(profile).token())).isTrue();
      }
    }
    scene.simulator.ledger().revocations().areNone();
    assertThat(scene.simulator.ledger().spentTwice()).isEmpty();
  }

  private List<String> expected() {
    return Stream.concat(Stream.of("elder"), issued.keySet().stream())
        .map(profile -> profile + ".json")
        .sorted()
        .toList();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(grants())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  /* While no import runs; one that was killed leaves the file that was on its way. */
  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(grants())) {
      for (Path file : files.filter(file -> !isArriving(file)).toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static boolean isArriving(Path file) {
    return file.toString().endsWith(".import");
  }

  private Path grants() {
    return scene.directory.resolve("state").resolve("grants");
  }

  private TokenManagers managers() {
    return TokenManagers.open(
        TokenManager.builder().environment(scene.environment).clock(scene.simulator.clock()));
  }
}
