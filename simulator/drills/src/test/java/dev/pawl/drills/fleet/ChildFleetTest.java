package dev.pawl.drills.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildFleetTest {
  private static final Set<String> ALLOWED =
      Set.of("HOME", "PAWL_HOME", "LANG", "TZ", "PAWL_DRILL_SECRET");

  @Test
  void crew_afterAKill_isReplacedAndTheRestIsKept(@TempDir Path home) throws Exception {
    try (ChildFleet fleet = new ChildFleet(home)) {
      List<Child> first = fleet.crew(2);
      first.get(0).kill();

      List<Child> second = fleet.crew(2);

      assertThat(second).contains(first.get(1)).doesNotContain(first.get(0));
      assertThat(second).allMatch(Child::isHere);
      assertThat(ProcessHandle.of(first.get(0).pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void child_started_hasAScrubbedEnvironment(@TempDir Path home) throws Exception {
    try (ChildFleet fleet = new ChildFleet(home)) {
      Child child = fleet.crew(1).get(0);
      Path environ = Path.of("/proc/" + child.pid() + "/environ");
      assumeTrue(Files.isReadable(environ), "only Linux shows it");

      List<String> variables =
          Arrays.stream(Files.readString(environ).split("\u0000", -1))
              .filter(text -> !text.isEmpty())
              .toList();

      assertThat(variables.stream().map(text -> text.replaceFirst("=.*", "")))
          .allMatch(name -> ALLOWED.contains(name) || name.startsWith("XDG_"));
      assertThat(variables.stream().filter(text -> text.contains("=/")))
          .allMatch(text -> text.contains("=" + home));
    }
  }

  @Test
  void child_ordered_answersOrSaysWhyNot(@TempDir Path home) throws Exception {
    try (ChildFleet fleet = new ChildFleet(home)) {
      Child child = fleet.crew(1).get(0);

      ChildReply reply = child.ask("dance", Map.of(), Duration.ofSeconds(10));

      assertThat(reply.isOk()).isFalse();
      assertThat(reply.message()).contains("unknown verb dance");
    }
  }

  @Test
  void stranger_withoutTheSecret_isNotAChild(@TempDir Path home) throws Exception {
    try (ChildFleet fleet = new ChildFleet(home)) {
      Child child = fleet.crew(1).get(0);
      String port = argumentAfter("--control", child.pid());
      assumeTrue(!port.isEmpty(), "only some systems show arguments");

      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
        String hello = "{\"hello\":\"p02\",\"secret\":\"guess\",\"pid\":1}\n";
        socket.getOutputStream().write(hello.getBytes(StandardCharsets.UTF_8));

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  private static String argumentAfter(String name, long pid) throws IOException {
    Path file = Path.of("/proc/" + pid + "/cmdline");
    if (!Files.isReadable(file)) {
      return "";
    }
    List<String> words =
        Arrays.stream(Files.readString(file).split("\u0000", -1)).collect(Collectors.toList());
    return words.contains(name) ? words.get(words.indexOf(name) + 1) : "";
  }
}
