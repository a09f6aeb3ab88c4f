package dev.pawl.desktop;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The user's browser: what {@code BROWSER} names, else the platform's opener by its absolute path.
 * The variable is a list of commands with colons between them, in words as a shell splits them (so
 * that a path with a space can be quoted), or the plain path of one program; {@code %s} stands for
 * the address, which else comes last.
 *
 * @param environment variables of the user
 */
public record Browser(Map<String, String> environment) {
  private static final String PLACE = "%s";

  /**
   * Opens {@code page}, which is an argument of a program and so must hold no secret.
   *
   * @return whether a browser was started
   */
  public boolean open(URI page) {
    return commands(page).stream().anyMatch(command -> new DesktopTool(command).run(""));
  }

  /** The commands to be tried, in their order. */
  List<List<String>> commands(URI page) {
    String named = environment.getOrDefault("BROWSER", "");
    if (!named.isBlank()) {
      return isProgram(named)
          ? List.of(with(List.of(named), page))
          : CommandWords.commands(named).stream().map(words -> named(words, page)).toList();
    }
    return openers().stream()
        .filter(opener -> Files.isExecutable(Path.of(opener.get(0))))
        .map(opener -> with(opener, page))
        .toList();
  }

  private static boolean isProgram(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<String> named(List<String> words, URI page) {
    return words.stream().anyMatch(word -> word.contains(PLACE))
        ? words.stream().map(word -> word.replace(PLACE, page.toString())).toList()
        : with(words, page);
  }

  private static List<String> with(List<String> opener, URI page) {
    List<String> command = new ArrayList<>(opener);
    command.add(page.toString());
    return command;
  }

  /* Without a display an opener may start a text browser, which would fight over the terminal. */
  private List<List<String>> openers() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return List.of(List.of("/usr/bin/open"));
    }
    if (system.startsWith("windows")) {
      return List.of(List.of("C:\\Windows\\System32\\rundll32.exe", "url.dll,FileProtocolHandler"));
    }
    boolean display = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
    return display
        ? List.of(List.of("/usr/bin/xdg-open"), List.of("/usr/bin/gio", "open"))
        : isSet("WSL_DISTRO_NAME") ? List.of(List.of("/usr/bin/wslview")) : List.of();
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
