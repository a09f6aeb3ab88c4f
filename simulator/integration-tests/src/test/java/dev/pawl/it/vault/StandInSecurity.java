package dev.pawl.it.vault;

import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/**
 * A stand-in for the Mac's {@code security}: keeps items in files, records its arguments and its
 * input, cuts a line after 4,095 bytes and runs the rest as a command, and fails as it is told.
 */
public final class StandInSecurity {
  private static final String SCRIPT =
      """
      #!/bin/sh
      state='STATE'
      printf '%s\\n' "$*" >> "$state/argv"
      mode=$(cat "$state/mode" 2>/dev/null)
      case "$mode" in
        hang) sleep 600 & echo $! >> "$state/children"; wait ;;
        locked) echo 'security: User interaction is not allowed.' >&2; exit 36 ;;
        cancelled) echo 'security: User canceled the operation.' >&2; exit 128 ;;
        none) exit 37 ;;
      esac
      run() {
        verb=$1; shift
        service=; account=; value=
        while [ $# -gt 0 ]; do
          case "$1" in
            -s) service=$2; shift ;;
            -a) account=$(printf %s "$2" | tr / %); shift ;;
            -w) value=${2-}; [ $# -lt 2 ] || shift ;;
          esac
          shift
        done
        item="$state/items/$service+$account"
        case "$verb" in
          add-generic-password)
            if [ "$mode" = echoing ]; then echo "cannot add $value" >&2; return 1; fi
            if [ -s "$state/writes" ]; then
              left=$(cat "$state/writes")
              [ "$left" -gt 0 ] || return 36
              echo $((left - 1)) > "$state/writes"
            fi
            deadly=
            if [ -s "$state/deadly" ]; then
              read -r left deadly < "$state/deadly"
              if [ "$left" -gt 0 ]; then
                echo "$((left - 1)) $deadly" > "$state/deadly"
                deadly=
              else
                rm "$state/deadly"
              fi
            fi
            if [ "$deadly" = before ]; then kill -9 $PPID; exit 1; fi
            [ "$mode" = forgetful ] || { printf %s "$value" > "$item.$$"; mv "$item.$$" "$item"; }
            if [ "$deadly" = after ]; then kill -9 $PPID; exit 1; fi ;;
          find-generic-password)
            [ -f "$item" ] || return 44
            cat "$item"; echo ;;
          delete-generic-password)
            [ -f "$item" ] || return 44
            rm "$item" ;;
          *) echo "security: unknown command \\"$verb\\"" >&2; return 1 ;;
        esac
      }
      if [ "$1" = -i ]; then
        tee -a "$state/stdin" | fold -b -w 4095 | {
          result=0
          while IFS= read -r line; do
            set -- $line
            if [ $# -gt 0 ]; then run "$@"; result=$?; fi
          done
          exit $result
        }
      else
        run "$@"
      fi
      """;

  private final Path programs;
  private final Path state;

  /** Puts it into {@code programs}, a directory of its own. */
  public StandInSecurity(Path programs) throws IOException {
    this.programs = programs;
    this.state = Files.createDirectories(programs.resolve("state"));
    Files.createDirectories(state.resolve("items"));
    Path script = programs.resolve("security");
    Files.writeString(script, SCRIPT.replace("STATE", state.toString()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** The machine's places with this stand-in. */
  public Vaults vaults() {
    return vaults(programs, Duration.ofSeconds(60));
  }

  /** The same in a session with {@code variables}. */
  public Vaults vaults(Map<String, String> variables) {
    return new Vaults(programs, Duration.ofSeconds(60), variables);
  }

  /** The machine's places with the programs of {@code directory}. */
  public static Vaults vaults(Path directory, Duration deadline) {
    return new Vaults(directory, deadline, System.getenv());
  }

  /** How it behaves from now on; the empty text is well. */
  public void mode(String mode) throws IOException {
    Files.writeString(state.resolve("mode"), mode);
  }

  /** After how many more writes the keychain is locked. */
  public void lockAfterWrites(int count) throws IOException {
    Files.writeString(state.resolve("writes"), Integer.toString(count));
  }

  /**
   * After how many more writes the process that writes is killed with -9: {@code before} or {@code
   * after} the item is there.
   */
  public void killAfterWrites(int count, String when) throws IOException {
    Files.writeString(state.resolve("deadly"), count + " " + when + "\n");
  }

  /** Ends whatever {@link #mode} or {@link #lockAfterWrites} began. */
  public void unlock() throws IOException {
    Files.deleteIfExists(state.resolve("writes"));
    mode("");
  }

  /** All arguments that it was ever given. */
  public String arguments() throws IOException {
    return text("argv");
  }

  /** All that it ever read. */
  public String input() throws IOException {
    return text("stdin");
  }

  String children() throws IOException {
    return text("children");
  }

  /** How many items there are. */
  public long items() throws IOException {
    try (var files = Files.list(state.resolve("items"))) {
      return files.count();
    }
  }

  private String text(String name) throws IOException {
    try {
      return Files.readString(state.resolve(name), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
