package dev.pawl.cli.command;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Progress;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.credentials.TokenDirectory;
import dev.pawl.doctor.Doctor;
import dev.pawl.doctor.Finding;
import dev.pawl.doctor.Finding.Level;
import dev.pawl.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl doctor}: examines this machine. */
@Command(
    name = "doctor",
    description =
        "Examines the state directory and what surrounds it. Asks nobody but the store of a fleet, "
            + "and repairs nothing; removes only the token files that a killed 'exec --token-file' "
            + "left.",
    footer = {
      "",
      "Exit codes:",
      "  0  nothing fails; what is marked WARN works, but should be known",
      "  1  something fails: each line marked FAIL says what to do next",
      "  2  wrong usage",
      "  4  the examination could not be made, or not be printed"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private final Shell shell;

  @Option(names = "--json", description = "one JSON object, for scripts")
  private boolean json;

  public DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<Finding> findings = findings();
    if (json) {
      shell
          .out()
          .println(Json.write(Map.of("findings", findings.stream().map(this::fields).toList())));
    } else {
      findings.forEach(this::print);
    }
    boolean failed = findings.stream().anyMatch(finding -> finding.level() == Level.FAIL);
    return shell.printed(failed ? ExitCode.FAILED : ExitCode.OK);
  }

  private List<Finding> findings() {
    try (Progress progress = new Progress(shell, "still looking")) {
      progress.begin(true);
      List<Finding> findings = new ArrayList<>(Doctor.of(shell.environment(), shell.settings()));
      int swept = TokenDirectory.sweep(shell.environment());
      if (swept > 0) {
        findings.add(swept(swept));
      }
      return findings;
    }
  }

  private static Finding swept(int files) {
    String what = files + " left by killed 'pawl exec --token-file'; removed";
    return new Finding(Level.OK, "token files", what, null);
  }

  private void print(Finding finding) {
    String level = coloured(finding.level());
    shell.out().println(level + " " + Printable.of(finding.subject() + ": " + finding.detail()));
    if (finding.remedy() != null) {
      shell.out().println("     next: " + Printable.of(finding.remedy()));
    }
  }

  private String coloured(Level level) {
    String word = level == Level.OK ? "OK  " : level.name();
    return shell.hasColours() && level != Level.OK
        ? (level == Level.FAIL ? RED : YELLOW) + word + PLAIN
        : word;
  }

  private Map<String, @Nullable Object> fields(Finding finding) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("level", finding.level().name());
    fields.put("subject", finding.subject());
    fields.put("detail", finding.detail());
    fields.put("remedy", finding.remedy());
    return fields;
  }
}
