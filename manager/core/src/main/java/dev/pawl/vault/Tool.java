package dev.pawl.vault;

import dev.pawl.process.ChildException;
import dev.pawl.process.ChildProcess;
import dev.pawl.process.ChildResult;
import dev.pawl.vault.VaultException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of the operating system, run with a deadline and a small environment: what the
 * desktop's session needs, and nothing that could hold a secret or load foreign code.
 *
 * @param program its absolute path
 * @param deadline after which it is killed with all that it started
 * @param variables from which its environment is chosen
 */
record Tool(Path program, Duration deadline, Map<String, String> variables) {
  private static final int OUTPUT_LIMIT = 1 << 20;
  private static final List<String> PASSED_ON =
      List.of(
          "HOME",
          "USER",
          "LOGNAME",
          "DBUS_SESSION_BUS_ADDRESS",
          "XDG_RUNTIME_DIR",
          "DISPLAY",
          "WAYLAND_DISPLAY");

  /** Names the program alone: the variables are everybody's. */
  @Override
  public String toString() {
    return "Tool[" + program + "]";
  }

  ChildResult run(String... arguments) throws VaultException {
    return runWith("", arguments);
  }

  /** Runs it with {@code input}, which may be secret, on its standard input. */
  ChildResult runWith(String input, String... arguments) throws VaultException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    try {
      return ChildProcess.program(command)
          .environment(environment())
          .input(input.getBytes(StandardCharsets.US_ASCII))
          .timeout(deadline)
          .outputLimit(OUTPUT_LIMIT)
          .run();
    } catch (ChildException e) {
      throw unfinished(e);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("LC_ALL", "C");
    environment.put("PATH", "/usr/bin:/bin");
    for (String name : PASSED_ON) {
      String value = variables.get(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    return environment;
  }

  /* What it said is not passed on, not even as a cause: it may have echoed what it was given. */
  private VaultException unfinished(ChildException e) {
    return switch (e.reason()) {
      case NOT_STARTED ->
          new VaultException(
              Reason.ABSENT,
              program
                  + " is not there, or cannot be started; install it, or choose another place with"
                  + " credentials.store in the settings");
      case TIMEOUT ->
          new VaultException(
              Reason.SLOW,
              program
                  + " gave no answer within "
                  + deadline.toMillis()
                  + " ms and was killed; is it waiting for somebody to unlock or to allow it?");
      case TOO_LONG -> new VaultException(Reason.FAILED, program + " wrote without end");
      case INTERRUPTED ->
          new VaultException(Reason.SLOW, "interrupted while waiting for " + program);
    };
  }
}
