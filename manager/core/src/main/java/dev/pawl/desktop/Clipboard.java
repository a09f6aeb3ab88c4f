package dev.pawl.desktop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The user's clipboard, through the platform's own tools by their absolute paths.
 *
 * @param tools commands that read what is copied, in the order in which they are tried
 */
public record Clipboard(List<List<String>> tools) {

  /** That of the user with {@code environment}. */
  public static Clipboard of(Map<String, String> environment) {
    return new Clipboard(toolsOf(environment));
  }

  /** Puts {@code text} there; false if there is no tool for it. */
  public boolean put(String text) {
    return tools.stream()
        .filter(tool -> Files.isExecutable(Path.of(tool.get(0))))
        .anyMatch(tool -> new DesktopTool(tool).run(text));
  }

  private static List<List<String>> toolsOf(Map<String, String> environment) {
    if (isSet(environment, "WAYLAND_DISPLAY")) {
      return List.of(List.of("/usr/bin/wl-copy"));
    }
    return isSet(environment, "DISPLAY")
        ? List.of(
            List.of("/usr/bin/xclip", "-selection", "clipboard"),
            List.of("/usr/bin/xsel", "--clipboard", "--input"))
        : List.of(List.of("/usr/bin/pbcopy"));
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  /** What makes a terminal put {@code text} there, if it is one that does (OSC 52). */
  public static String terminalSequence(String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    return "\u001b]52;c;" + encoded + "\u0007";
  }
}
