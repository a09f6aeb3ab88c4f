package dev.pawl.it.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.Scene;
import dev.pawl.process.NeededTool;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The order in which one refresh reaches the disk and the wire, as the kernel saw it. */
@EnabledOnOs(OS.LINUX)
class SystemCallOrderTest {
  private static final Pattern OPEN =
      Pattern.compile("openat\\([^,]*, \"([^\"]*)\".*\\)\\s*= ([0-9]+)");
  private static final Pattern ON_DESCRIPTOR =
      Pattern.compile("(fsync|fdatasync|write|pwrite64|close)\\(([0-9]+)\\s*[,)].*");
  private static final Pattern RENAME = Pattern.compile("rename[a-z0-9]*\\(.*\"([^\"]*)\".*");
  private static final Pattern SEND = Pattern.compile("(sendto|write|writev|sendmsg)\\(.*POST /.*");

  @TempDir Path home;
  @TempDir Path traces;

  @Test
  void refresh_isSavedInAnOrderThatSurvivesACrashAnywhere() throws Exception {
    NeededTool.strace();
    try (Scene scene = Scene.strict(home)) {
      Grant fresh = scene.freshGrant();
      String refresh = Objects.requireNonNull(fresh.tokens().refresh());
      scene.manager().login(Grant.login(fresh.client(), TokenSet.ofRefresh(refresh)));

      List<String> events = events(trace(), List.of(refresh));

      assertThat(events)
          .containsSubsequence(
              "fsync default.json.next",
              "write default.json.answer",
              "write default.journal",
              "fsync default.journal",
              "SEND",
              "write default.json.answer",
              "write default.json.next",
              "fsync default.json.next",
              "rename default.json.next",
              "fsync grants");
      assertThat(events.stream().filter("SEND"::equals)).hasSize(1);
      assertThat(events.subList(events.indexOf("SEND"), events.size()))
          .doesNotContain("fsync default.journal");
      assertThat(events).doesNotContain("fsync default.json.answer");
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
    }
  }

  @Test
  void refresh_turnedAway_hasItsWithdrawalOnTheDiskBeforeTheAnswerIsWiped() throws Exception {
    NeededTool.strace();
    try (Scene scene = Scene.strict(home)) {
      Grant fresh = scene.freshGrant();
      String refresh = Objects.requireNonNull(fresh.tokens().refresh());
      scene.manager().login(Grant.login(fresh.client(), TokenSet.ofRefresh(refresh)));
      scene.fault("refresh#1: BEFORE_COMMIT 429 retry-after=30");

      List<String> events = events(traced(1, ""), List.of(refresh));

      List<String> after = events.subList(events.indexOf("SEND"), events.size());
      assertThat(after)
          .containsSubsequence(
              "write default.json.answer",
              "write default.journal",
              "fsync default.journal",
              "remove default.json.answer");
      assertThat(home.resolve("grants/default.json.answer")).doesNotExist();
    }
  }

  private List<String> trace() throws Exception {
    return traced(0, "2");
  }

  private List<String> traced(int exit, String generation) throws Exception {
    Path trace = traces.resolve("trace");
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-s",
                "4096",
                "-v",
                "-o",
                trace.toString(),
                "-e",
                "trace=openat,close,write,writev,pwrite64,fsync,fdatasync,rename,renameat,"
                    + "renameat2,unlink,unlinkat,sendto,sendmsg,execve"));
    command.addAll(RefreshProcess.command(home));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).isEqualTo(exit);
    assertThat(said).isEqualTo(generation);
    return joined(Files.readAllLines(trace));
  }

  /** Calls that another thread interrupted, in one piece and at the place of their end. */
  private static List<String> joined(List<String> lines) {
    Map<String, String> unfinished = new HashMap<>();
    List<String> calls = new ArrayList<>();
    for (String line : lines) {
      String thread = line.substring(0, line.indexOf(' '));
      String call = line.substring(line.indexOf(' ')).strip();
      if (call.endsWith("<unfinished ...>")) {
        unfinished.put(thread, call.replace("<unfinished ...>", ""));
      } else if (call.startsWith("<... ")) {
        calls.add(
            unfinished.remove(thread) + call.replaceFirst("<\\.\\.\\. [a-z0-9]+ resumed>", ""));
      } else {
        calls.add(call);
      }
    }
    return calls;
  }

  private List<String> events(List<String> calls, List<String> secrets) throws IOException {
    Map<String, String> names = new HashMap<>();
    List<String> events = new ArrayList<>();
    for (String call : calls) {
      if (call.startsWith("execve(")) {
        assertThat(call).as("arguments and environment").doesNotContain(secrets);
      }
      Matcher open = OPEN.matcher(call);
      Matcher used = ON_DESCRIPTOR.matcher(call);
      Matcher rename = RENAME.matcher(call);
      if (open.matches()) {
        names.put(open.group(2), String.valueOf(Path.of(open.group(1)).getFileName()));
      } else if (SEND.matcher(call).matches()) {
        events.add("SEND");
      } else if (used.matches() && used.group(1).equals("close")) {
        names.remove(used.group(2));
      } else if (used.matches() && names.containsKey(used.group(2))) {
        events.add(used.group(1).replace("pwrite64", "write") + " " + names.get(used.group(2)));
      } else if (call.startsWith("unlink")) {
        events.add("remove " + from(call));
      } else if (rename.matches()) {
        events.add("rename " + from(call));
      }
    }
    return events;
  }

  private static String from(String call) {
    String path = call.substring(call.indexOf('"') + 1);
    return String.valueOf(Path.of(path.substring(0, path.indexOf('"'))).getFileName());
  }
}
