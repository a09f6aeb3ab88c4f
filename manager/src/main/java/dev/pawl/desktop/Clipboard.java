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
 * @param environment variables of the user
 */
public record Clipboard(Map<String, String> environment) {

  /** Puts {@code text} there; false if there is no tool for it. */
  public boolean put(String text) {
    return tools().stream()
        .filter(tool -> Files.isExecutable(Path.of(tool.get(0))))
        .anyMatch(tool -> new DesktopTool(tool).run(text));
  }

  private List<List<String>> tools() {
    if (isSet("WAYLAND_DISPLAY")) {
      return List.of(List.of("/usr/bin/wl-copy"));
    }
    return isSet("DISPLAY")
        ? List.of(
            List.of("/usr/bin/xclip", "-selection", "clipboard"),
            List.of("/usr/bin/xsel", "--clipboard", "--input"))
        : List.of(List.of("/usr/bin/pbcopy"));
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  /** What makes a terminal put {@code text} there, if it is one that does (OSC 52). */
  public static String terminalSequence(String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    return "\u001b]52;c;" + encoded + "\u0007";
  }
}
