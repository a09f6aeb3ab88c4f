package dev.pawl.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.launcher.LauncherTree.Run;
import dev.pawl.launcher.LauncherTree.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the launcher finds itself and Java, and what it lets through. */
final class LauncherTest {
  private static final int USAGE = 2;
  private static final int NOT_BUILT = 69;
  private static final int NO_JVM = 71;
  private static final int NO_TOOL = 78;

  @TempDir Path directory;
  private LauncherTree tree;

  @BeforeEach
  void copyLauncher() throws IOException {
    tree = LauncherTree.in(directory.resolve("a tree with spaces"));
  }

  @Test
  void token_notBuilt_saysSoInOneLineAndBuildsNothing() throws IOException {
    Run run = tree.run("token");

    assertThat(run).isEqualTo(new Run(NOT_BUILT, "", "pawl: not built yet; run ./pawl build\n"));
    assertThat(tree.mavenCalls()).isEmpty();
  }

  @Test
  void token_built_addsNothingToWhatTheVerbPrints() throws IOException {
    Run run = tree.built().run("token", "--min-valid", "two words");

    assertThat(run.out()).startsWith("class dev.pawl.cli.Main\nargs token|--min-valid|two words\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  @Test
  void token_verbFails_passesItsExitCodeOn() throws IOException {
    Run run = tree.built().run("token", "fail");

    assertThat(run.exit()).isEqualTo(43);
  }

  @Test
  void login_readsStdin_getsAllOfIt() throws IOException {
    Run run = tree.built().run("login", "stdin");

    assertThat(run.out()).contains("stdin planted input");
  }

  @Test
  void token_throughChainOfRelativeLinks_runsInTheCallersDirectory() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("else where/deep"));
    Files.createSymbolicLink(
        directory.resolve("else where/first"), Path.of("..", "a tree with spaces", "pawl"));
    Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("../first"));
    Files.createSymbolicLink(directory.resolve("third"), second);

    Run run = tree.built().start(Path.of("../../third"), elsewhere, "token").await();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("directory " + elsewhere.toRealPath() + "\n");
  }

  @Test
  void token_foundOnPath_runs() throws IOException {
    tree.built().with("PATH", tree.root() + ":" + tree.root().resolve("bin"));

    Run run = tree.start(Path.of("sh"), directory, "-c", "pawl token").await();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("args token\n");
  }

  @Test
  void token_withoutJavaHome_takesJavaFromPath() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin");
    tree.built().unset("JAVA_HOME").with("PATH", tree.root().resolve("bin") + ":" + java);

    Run run = tree.run("token");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("args token\n");
  }

  @Test
  void token_javaIsAScriptWithoutReleaseFile_asksItForItsVersion() throws IOException {
    String java = System.getProperty("java.home") + "/bin/java";
    tree.withProgram("java", "#!/bin/sh\nexec '" + java + "' \"$@\"\n");

    Run run = tree.built().unset("JAVA_HOME").run("token");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("args token\n");
  }

  @Test
  void token_noJavaAnywhere_saysWhatToInstall() throws IOException {
    Run run = tree.built().unset("JAVA_HOME").run("token");

    assertThat(run.exit()).isEqualTo(NO_TOOL);
    assertThat(run.err()).contains("no Java", "install a JDK 17 or newer").hasLineCount(1);
  }

  @Test
  void token_javaHomeWithoutJava_namesIt() throws IOException {
    Run run = tree.with("JAVA_HOME", directory.toString()).run("token");

    assertThat(run.exit()).isEqualTo(NO_TOOL);
    assertThat(run.err()).contains("JAVA_HOME is " + directory).hasLineCount(1);
  }

  @Test
  void token_javaTooOld_saysSoWithoutStartingIt() throws IOException {
    for (String version : List.of("1.8.0_402", "11.0.22", "16")) {
      Run run = tree.with("JAVA_HOME", fakeJava(version).toString()).run("token");

      assertThat(run.exit()).isEqualTo(NO_TOOL);
      assertThat(run.err()).contains("is Java " + version, "17 or newer").hasLineCount(1);
      assertThat(run.out()).isEmpty();
    }
  }

  private Path fakeJava(String version) throws IOException {
    Path home = directory.resolve("java " + version);
    Files.createDirectories(home.resolve("bin"));
    LauncherTree.program(home.resolve("bin/java"), "#!/bin/sh\necho started\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\"x\"\n");
    return home;
  }

  @Test
  void token_otherToolsJavaOptions_doNotReachTheJvm() throws IOException {
    tree.built();
    List<String> variables = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    variables.forEach(name -> tree.with(name, "-Dplanted=" + name));

    Run run = tree.with("CLASSPATH", "/planted").run("token");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("planted null\n").doesNotContain("-Dplanted", "/planted");
  }

  @Test
  void exec_otherToolsJavaOptions_areKeptForItsChild() throws IOException {
    tree.built().with("JAVA_TOOL_OPTIONS", "-Dplanted=it").with("CLASSPATH", "/planted");

    Run run = tree.run("exec", "--stay", "--", "command");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("planted null\n", "env PAWL_KEPT_JAVA_TOOL_OPTIONS=-Dplanted=it\n")
        .contains("env PAWL_KEPT_CLASSPATH=/planted\n")
        .contains("env PAWL_KEPT_LC_ALL=\n", "env PAWL_KEPT_LC_CTYPE=\n");
  }

  @Test
  void token_pawlJavaOpts_reachTheJvmAsWords() throws IOException {
    Run run = tree.built().with("PAWL_JAVA_OPTS", "-Xmx64m -Dplanted=*").run("token");

    assertThat(run.out()).contains("planted *\n");
  }

  @Test
  void token_localeOfAService_canNameFilesBeyondAscii() throws IOException {
    tree.built();
    Run unset = tree.run("token", "named");
    Run plain = tree.with("LC_ALL", "POSIX").run("token", "named");

    assertThat(unset.out()).contains("path encoding UTF-8\n", "env LC_ALL=C.UTF-8\n");
    assertThat(plain.out()).contains("path encoding UTF-8\n", "env LC_ALL=C.UTF-8\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx_XX.UTF-8", "xx_XX.utf8", "xx_XX", "xx_XX.UTF-8@euro"})
  void token_localeThatIsNotInstalled_canNameFilesBeyondAscii(String locale) throws IOException {
    Run all = tree.built().with("LC_ALL", locale).run("token", "named");
    Run lang = tree.unset("LC_ALL").with("LANG", locale).run("token", "named");

    assertThat(all.out()).contains("path encoding UTF-8\n");
    assertThat(lang.out()).contains("path encoding UTF-8\n");
  }

  @Test
  void token_jvmDoesNotStart_doesNotSayLogIn() throws IOException {
    Run run = tree.built().with("PAWL_JAVA_OPTS", "-Xmx64k").run("token");

    assertThat(run.exit()).isEqualTo(NO_JVM);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("pawl: Java did not start", "PAWL_JAVA_OPTS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drill", "simulator", "bench"})
  void longVerb_jvmDoesNotStart_doesNotSayThatItFailed(String verb) throws IOException {
    tree.built();
    Run built = tree.run(verb);

    Run run = tree.with("PAWL_JAVA_OPTS", "-Xmx64k").run(verb);

    assertThat(built.exit()).isZero();
    assertThat(run.exit()).isEqualTo(NO_JVM);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("pawl: Java did not start", "next: raise the limit of memory");
  }

  @Test
  void token_tooLittleAddressSpace_worksOrDoesNotSayLogIn() throws IOException {
    tree.built();
    for (int kilobytes : List.of(100_000, 400_000, 700_000, 1_000_000)) {
      Run run = limited(kilobytes);

      assertThat(run.exit()).as(run.err()).isNotEqualTo(1);
    }
  }

  private Run limited(int kilobytes) throws IOException {
    String script = "ulimit -v " + kilobytes + "; exec \"$0\" token";
    return tree.start(Path.of("/bin/sh"), directory, "-c", script, tree.script().toString())
        .await();
  }

  @Test
  void anyVerb_itsJvmBreaksDown_doesNotSayLogIn() throws IOException {
    tree.built();

    assertThat(tree.run("status", "jvm").exit()).isEqualTo(NO_JVM);
    assertThat(tree.run("login", "jvm").exit()).isEqualTo(NO_JVM);
    assertThat(tree.run("doctor", "jvm").exit()).isEqualTo(NO_JVM);
  }

  @Test
  void anyVerb_pawlSaysLogIn_exits1() throws IOException {
    tree.built();

    assertThat(tree.run("status", "log-in").exit()).isEqualTo(1);
    assertThat(tree.run("exec", "log-in").exit()).isEqualTo(1);
  }

  @Test
  void shortVerb_workingDirectoryWasDeleted_works() throws IOException {
    Path gone = Files.createDirectory(directory.resolve("gone"));
    String script =
        "cd '" + gone + "'; rmdir '" + gone + "'; \"$0\" token; \"$0\" exec -- /bin/echo $A ran";

    Run run =
        tree.built()
            .start(Path.of("/bin/sh"), directory, "-c", script, tree.script().toString())
            .await();

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("directory /\n").endsWith("ran\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drill", "simulator", "bench", "exec --stay -- true"})
  void longVerb_workingDirectoryWasDeleted_saysWhatToDo(String words) throws IOException {
    Run run = inDirectoryThatIsGone(words);

    assertThat(run.exit()).isEqualTo(NO_TOOL);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("pawl: the working directory is gone", "enter another\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drill --help", "simulator --help", "bench --help", "build --help"})
  void help_workingDirectoryWasDeleted_isPrinted(String words) throws IOException {
    Run run = inDirectoryThatIsGone(words);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).containsAnyOf("--help\n", "Usage: pawl");
  }

  private Run inDirectoryThatIsGone(String words) throws IOException {
    Path gone = Files.createDirectory(directory.resolve("gone"));
    String script = "cd '" + gone + "'; rmdir '" + gone + "'; \"$0\" " + words;
    return tree.built()
        .start(Path.of("/bin/sh"), directory, "-c", script, tree.script().toString())
        .await();
  }

  @Test
  void exec_built_commandTakesTheLaunchersPlace() throws IOException {
    Running running =
        tree.built()
            .start(
                tree.script(),
                directory,
                "exec",
                "--",
                "/bin/sh",
                "-c",
                "echo $$ $A $B \"$0\" $1; exit 5",
                "two words",
                "x");

    Run run = running.await();

    assertThat(run.out())
        .isEqualTo(running.process().pid() + " planted-token planted-token two words x\n");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void exec_exportedNamesThatTheLauncherUses_reachTheCommandAsTheyWere() throws IOException {
    List<String> names =
        List.of(
            "version", "home", "java", "key", "root", "id", "line", "USAGE", "LC_ALL", "CLASSPATH");
    tree.built();
    names.forEach(name -> tree.with(name, "planted"));

    Run run = tree.run("exec", "--", "env");

    assertThat(run.out().lines())
        .containsAll(names.stream().map(name -> name + "=planted").toList());
  }

  @Test
  void exec_variableThatThePlanTakesAway_isNotTheCommands() throws IOException {
    tree.built().with("GONE", "somebody-elses").with("GONE_NOT", "planted");

    Run run = tree.run("exec", "--", "sh", "-c", "echo $A ${GONE-none} $GONE_NOT");

    assertThat(run.out()).isEqualTo("planted-token none planted\n");
  }

  @Test
  void exec_noSuchCommand_exits127() throws IOException {
    Run run = tree.built().run("exec", "--", "no-such-command");

    assertThat(run).isEqualTo(new Run(127, "", "pawl: no-such-command: no such command\n"));
  }

  @Test
  void version_shortOption_isAVerb() throws IOException {
    assertThat(tree.built().run("-V").out()).contains("args -V\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bench --help", "build --help", "build -h", "help bench", "bench all --help"})
  void help_ofAVerbThatBuilds_buildsNothing(String words) throws IOException {
    Run run = tree.run(words.split(" "));

    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("Usage: pawl b");
    assertThat(tree.mavenCalls()).isEmpty();
  }

  @Test
  void help_ofADrill_notBuilt_saysSoAndBuildsNothing() throws IOException {
    Run run = tree.run("drill", "--help");

    assertThat(run.exit()).isEqualTo(NOT_BUILT);
    assertThat(tree.mavenCalls()).isEmpty();
  }

  @Test
  void help_listsNoVerbThatDoesNotExist() throws IOException {
    List<String> verbs =
        tree.run("help")
            .out()
            .lines()
            .filter(line -> line.matches("  [a-z].*"))
            .takeWhile(line -> !line.contains("this text"))
            .flatMap(line -> Arrays.stream(line.strip().split("  +", 2)[0].split(", ")))
            .toList();

    assertThat(verbs).contains("token", "aws-credentials", "gcp-token", "use", "bench");
    assertThat(verbs)
        .allSatisfy(verb -> assertThat(tree.run(verb, "--help").err()).doesNotContain("no verb"));
  }

  @Test
  void build_clouds_liesApartAndIsKeptByLaterBuilds() throws IOException {
    tree.built();
    Path without = tree.published().resolve("clouds");

    Run run = tree.run("build", "clouds");
    Path first = tree.published();
    tree.editSource();
    Run later = tree.run("build");
    Path second = tree.published();

    assertThat(without).doesNotExist();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(later.exit()).as(later.err()).isZero();
    assertThat(second).isNotEqualTo(first);
    for (Path build : List.of(first, second)) {
      assertThat(build.resolve("clouds/aws/pawl-aws.jar")).exists();
      assertThat(build.resolve("clouds/google/google.jar")).exists();
      assertThat(build.resolve("clouds/azure/pawl-azure.jar")).exists();
      assertThat(build.resolve("lib/aws.jar")).doesNotExist();
    }
  }

  @Test
  void build_anotherArgument_isMisuse() throws IOException {
    Run run = tree.run("build", "cloud");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("build takes no arguments but clouds");
  }

  @Test
  void build_archiveTriedOnce_isKept() throws IOException {
    tree = LauncherTree.in(directory.resolve("plain")).built();

    assertThat(archive(tree.published())).isNotEmptyFile();
  }

  @Test
  void token_archiveDamagedOrOlderThanItsJar_isSilent() throws IOException {
    /* A JVM archives no classes from a directory with spaces, so it would have nothing to say. */
    tree = LauncherTree.in(directory.resolve("plain")).built();
    Path archive = archive(tree.published());
    Path jar = tree.published().resolve("pawl-cli.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

    Run stale = tree.run("token");
    Files.delete(archive);
    Files.writeString(archive, "damaged");
    Run damaged = tree.run("token");

    assertThat(List.of(stale, damaged))
        .allMatch(run -> run.out().startsWith("class ") && run.err().isEmpty() && run.exit() == 0);
  }

  private static Path archive(Path published) throws IOException {
    try (var files = Files.list(published)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  @Test
  void unknownVerb_isRefusedBeforeJavaIsSought() throws IOException {
    Run run = tree.unset("JAVA_HOME").run("tokens");

    assertThat(run).isEqualTo(new Run(USAGE, "", "pawl: no verb 'tokens'; see pawl help\n"));
  }

  @Test
  void helpOfAVerb_asksTheVerb() throws IOException {
    Run run = tree.built().run("help", "token");

    assertThat(run.out()).contains("args token|--help\n");
  }
}
