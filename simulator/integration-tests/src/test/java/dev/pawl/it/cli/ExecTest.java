package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.it.kit.CommandRun.KILLED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.DefaultSignals;
import dev.pawl.it.kit.UserScene;
import dev.pawl.token.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code pawl exec} as a process with a real command in its place. */
@Timeout(300)
final class ExecTest {
  @RegisterExtension final UserScene scene = UserScene.strict();
  private String token;
  private final List<Process> children = new ArrayList<>();

  /* A place of its own in memory: each exec and each doctor of this machine sweeps the shared one. */
  @BeforeEach
  void start() throws IOException {
    scene.environment.put("PATH", "/usr/bin:/bin");
    scene.environment.put("XDG_RUNTIME_DIR", scene.runtimeDirectory().toString());
    try (TokenManager manager = manager()) {
      manager.login(scene.freshGrant());
      token = manager.token().value();
    }
  }

  @AfterEach
  void stop() {
    children.forEach(Process::destroyForcibly);
  }

  @Test
  void exec_plain_givesTheTokenAndPassesTheExitCodeOn() throws Exception {
    CommandRun run = exec("--", "/bin/sh", "-c", "printf %s \"$ANTHROPIC_AUTH_TOKEN\"; exit 7");

    assertThat(run).isEqualTo(new CommandRun(7, token, ""));
  }

  @Test
  void exec_variablesNamed_givesTheTokenInThose() throws Exception {
    CommandRun run =
        exec("--env", "A", "--env=B", "--", "sh", "-c", "echo $A $B ${ANTHROPIC_AUTH_TOKEN-none}");

    assertThat(run.out()).isEqualTo(token + " " + token + " none\n");
  }

  @Test
  void exec_keyInTheEnvironmentIsAskedFor_givesItAsAKey() throws Exception {
    scene.environment.put("ANTHROPIC_API_KEY", "key-of-the-environment");
    scene.environment.put("PAWL_SOURCE", "ANTHROPIC_API_KEY");

    CommandRun run = exec("--", "sh", "-c", "echo $ANTHROPIC_API_KEY ${ANTHROPIC_AUTH_TOKEN-none}");

    assertThat(run.out()).isEqualTo("key-of-the-environment none\n");
  }

  @Test
  void exec_profileNamed_passesOnThatLoginAndNothingElse() throws Exception {
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "somebody-elses");

    CommandRun variable =
        exec("--profile", "default", "--", "sh", "-c", "echo $ANTHROPIC_AUTH_TOKEN");
    CommandRun file =
        exec("--profile", "default", "--token-file", "--", "sh", "-c", "cat $PAWL_TOKEN_FILE");

    assertThat(variable).isEqualTo(new CommandRun(0, token + "\n", ""));
    assertThat(file.out().strip()).isEqualTo(token);
  }

  @Test
  void exec_profileNamed_commandFindsNoOtherCredential() throws Exception {
    scene.environment.put("ANTHROPIC_API_KEY", "somebody-elses");
    scene.environment.put("CLAUDE_CODE_OAUTH_TOKEN", "somebody-elses");
    String[] count = {"sh", "-c", "env | grep -c somebody-elses"};

    CommandRun named = exec("--profile", "default", "--", count[0], count[1], count[2]);
    CommandRun variable =
        exec("--profile", "default", "--env", "A", "--", count[0], count[1], count[2]);
    CommandRun unnamed = exec("--", "sh", "-c", "echo $ANTHROPIC_API_KEY");

    assertThat(named.out()).isEqualTo("0\n");
    assertThat(variable.out()).isEqualTo("2\n");
    assertThat(unnamed.out()).isEqualTo("somebody-elses\n");
  }

  @Test
  void exec_variablesKeptByTheLauncher_areTheCommandsAgain() throws Exception {
    scene.environment.put("PAWL_KEPT_CLASSPATH", "/its/own.jar");
    scene.environment.put("PAWL_KEPT__JAVA_OPTIONS", "-Da=b");

    CommandRun run = exec("--", "sh", "-c", "echo $CLASSPATH $_JAVA_OPTIONS; env | grep -c KEPT");

    assertThat(run.out()).isEqualTo("/its/own.jar -Da=b\n0\n");
  }

  @Test
  void exec_variablesThatTheLauncherSetForItsJvm_areGoneOrWhatTheyWere() throws Exception {
    scene.environment.put("LC_ALL", "C.UTF-8");
    scene.environment.put("PAWL_KEPT_LC_ALL", "POSIX");
    scene.environment.put("LC_CTYPE", "C.UTF-8");
    scene.environment.put("PAWL_KEPT_LC_CTYPE", "");
    scene.environment.put("EMPTY", "");

    CommandRun run = exec("--", "sh", "-c", "echo $LC_ALL ${LC_CTYPE-none} ${EMPTY-none}end");

    assertThat(run.out()).isEqualTo("POSIX none end\n");
  }

  @Test
  void exec_optionsOfTheCommand_areNotPawls() throws Exception {
    assertThat(exec("--", "echo", "--env", "--help", "--").out()).isEqualTo("--env --help --\n");
  }

  @Test
  void exec_commandReadsItsInput_getsOurs() throws Exception {
    Process process = start("--", "cat");
    process.getOutputStream().write("hello".getBytes(UTF_8));

    assertThat(CommandRun.await(process).out()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP", "INT"})
  void exec_signalled_commandGetsItAndSaysTheExitCode(String signal) throws Exception {
    Process process =
        start(
            "--",
            "sh",
            "-c",
            "trap 'echo got; exit 3' " + signal + "; echo ready; while :; do sleep 0.05; done");
    BufferedReader out = process.inputReader(UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");

    assertThat(new ProcessBuilder("/bin/kill", "-" + signal, "" + process.pid()).start().waitFor())
        .isZero();

    assertThat(out.readLine()).isEqualTo("got");
    assertThat(process.waitFor()).isEqualTo(3);
  }

  @Test
  void exec_commandDiesOfASignal_exitCodeNamesIt() throws Exception {
    assertThat(exec("--", "sh", "-c", "kill -9 $$").exit()).isEqualTo(KILLED);
  }

  @Test
  void exec_noSuchCommand_exits127() throws Exception {
    CommandRun run = exec("--", "no-such-command-at-all");

    assertThat(run.exit()).isEqualTo(127);
    assertThat(run.err()).contains("no-such-command-at-all: no such command");
  }

  @Test
  void exec_nobodyIsLoggedIn_runsNothing() throws Exception {
    CommandRun run = exec("--profile", "other", "--", "echo", "ran");

    assertThat(run.exit()).isEqualTo(LOG_IN);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("pawl login other");
  }

  @Test
  void exec_tokenFile_isPrivateInMemoryAndGoneAfterwards() throws Exception {
    CommandRun run =
        exec(
            "--token-file",
            "--",
            "sh",
            "-c",
            "stat -c %a \"$PAWL_TOKEN_FILE\"; stat -f -c %T \"$PAWL_TOKEN_FILE\";"
                + " cat \"$PAWL_TOKEN_FILE\"; echo; echo \"$PAWL_TOKEN_FILE\";"
                + " echo ${ANTHROPIC_AUTH_TOKEN-none}");

    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(5).startsWith("600", "tmpfs", token).endsWith("none");
    assertThat(Path.of(lines.get(3)).getParent()).doesNotExist();
  }

  @Test
  void exec_tokenFileAndAnotherProcessRefreshes_isReplaced() throws Exception {
    Process process =
        start(
            "--token-file",
            "--env",
            "F",
            "--",
            "sh",
            "-c",
            "a=$(cat $F); echo ready; while [ \"$(cat $F)\" = \"$a\" ]; do sleep 0.05; done; cat $F");
    BufferedReader out = process.inputReader(UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    Token renewed;
    try (TokenManager manager = manager()) {
      renewed = manager.renew(manager.token());
    }

    assertThat(out.readLine()).isEqualTo(renewed.value());
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void exec_tokenFileAndTheHelperGivesAnotherKey_isReplaced() throws Exception {
    scene.environment.put("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "500");
    Path runs = scene.directory.resolve("runs");
    Path helper = scene.directory.resolve("helper");
    Files.writeString(helper, "echo run >>'" + runs + "'; echo key-$(($(wc -l <'" + runs + "')))");
    CommandRun.settings(scene.directory, "{\"apiKeyHelper\": \"sh " + helper + "\"}");

    CommandRun run =
        exec(
            "--token-file",
            "--env=F",
            "--",
            "sh",
            "-c",
            "a=$(cat $F); echo $a; while [ \"$(cat $F)\" = $a ]; do sleep 0.05; done; cat $F");

    assertThat(run.exit()).as(run.all()).isEqualTo(OK);
    assertThat(run.out()).matches("key-1\nkey-[2-9][0-9]*");
    scene.spends().areNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec -- true", "exec --token-file -- true", "doctor"})
  void exec_killedWithItsTokenFile_isSweptByTheNextAndThoseThatLiveAreNot(String next)
      throws Exception {
    Process killed = start("--token-file", "--", "sh", "-c", "echo $PAWL_TOKEN_FILE; read line");
    Path left = Path.of(killed.inputReader(UTF_8).readLine());
    Process living = start("--token-file", "--", "sh", "-c", "echo $PAWL_TOKEN_FILE; read line");
    Path kept = Path.of(living.inputReader(UTF_8).readLine());
    List<ProcessHandle> orphans = killed.descendants().toList();
    killed.destroyForcibly().waitFor();
    boolean before = Files.exists(left);

    List<String> words = List.of(next.split(" ", -1));
    String[] rest = words.subList(1, words.size()).toArray(new String[0]);
    CommandRun run = words.get(0).equals("exec") ? exec(rest) : scene.run(next);

    orphans.forEach(ProcessHandle::destroyForcibly);
    assertThat(before).isTrue();
    assertThat(run.err()).isEmpty();
    assertThat(left.getParent()).doesNotExist();
    assertThat(kept).hasContent(token);
  }

  @Test
  void exec_tokenFileOfAVariable_holdsItAndNotTheLogins() throws Exception {
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "environment-token");

    CommandRun run = exec("--token-file", "--", "sh", "-c", "cat $PAWL_TOKEN_FILE");

    assertThat(run).isEqualTo(new CommandRun(0, "environment-token", ""));
  }

  @Test
  void exec_tokenFileOfABrokenSource_runsNothing() throws Exception {
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "two words");

    CommandRun run = exec("--token-file", "--", "echo", "ran");

    assertThat(run.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("ANTHROPIC_AUTH_TOKEN").doesNotContain("two words");
  }

  @Test
  void exec_secret_isInNoArgument() throws Exception {
    Process process = start("--", "sh", "-c", "echo ready; read line");
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");

    Stream<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants());

    assertThat(all.map(handle -> arguments(handle.pid())))
        .isNotEmpty()
        .allSatisfy(arguments -> assertThat(arguments).doesNotContain(token));
  }

  private static String arguments(long process) {
    try {
      return Files.readString(Path.of("/proc/" + process + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private TokenManager manager() {
    return TokenManager.builder().environment(scene.environment).build();
  }

  private CommandRun exec(String... args) throws IOException, InterruptedException {
    return CommandRun.await(start(args));
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>(DefaultSignals.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), Main.class.getName(), "exec"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    Process process = builder.start();
    children.add(process);
    return process;
  }

  private static String classPath() {
    return Stream.of(Main.class, JsonFactory.class, CommandLine.class, NullMarked.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(joining(":"));
  }
}
