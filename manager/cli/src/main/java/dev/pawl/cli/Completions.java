package dev.pawl.cli;

import dev.pawl.Profiles;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.token.ExecWords;
import dev.pawl.credentials.Precedence;
import dev.pawl.issuer.IssuerPresets;
import dev.pawl.login.Method;
import dev.pawl.token.TokenException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What may stand at the end of a command line that is being typed: the same for every shell. */
final class Completions {
  private static final String PROFILE = "--profile";

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "--method", Arrays.stream(Method.values()).map(Method::word).toList(),
          "--replay", List.of("unknown", "free", "never", "window:30s"),
          "--issuer", IssuerPresets.names(),
          "--source", Precedence.DOCUMENTED.order(),
          "--min-valid", List.of("5m", "10m", "15m", "1h"),
          "--wait", List.of("1m", "5m", "15m"));

  private final Shell shell;
  private final CommandLine line;

  /** Those of {@code line}, whose verbs are completed by the launcher's others. */
  Completions(Shell shell, CommandLine line) {
    this.shell = shell;
    this.line = line;
    ForeignVerbs.addTo(line);
  }

  /**
   * The candidates for the last of {@code words}, which is as it was typed so far; the verb is the
   * first. None means that a file's name may stand there.
   */
  List<String> of(List<String> words) {
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    if (words.size() < 2) {
      List<String> verbs = new ArrayList<>(line.getSubcommands().keySet());
      verbs.add("--version");
      return matching(verbs, last, "");
    }
    CommandLine verb = line.getSubcommands().get(words.get(0));
    List<String> before = words.subList(1, words.size() - 1);
    CommandLine below =
        verb == null || before.isEmpty() ? null : verb.getSubcommands().get(before.get(0));
    if (below != null) {
      return of(below, before.subList(1, before.size()), last);
    }
    return verb == null ? List.of() : of(verb, before, last);
  }

  private List<String> of(CommandLine verb, List<String> before, String last) {
    String name = verb.getCommandName();
    if (name.equals("exec") && hasCommand(before)) {
      return List.of();
    }
    /* A shell may part --method=de into three words. */
    boolean parted = before.size() > 1 && before.get(before.size() - 1).equals("=");
    boolean equals = last.equals("=") && !before.isEmpty();
    String option = before.isEmpty() ? "" : before.get(before.size() - (parted ? 2 : 1));
    OptionSpec pending = verb.getCommandSpec().findOption(option);
    if (pending != null && pending.arity().max() > 0) {
      return matching(values(pending, option), equals ? "" : last, "");
    }
    int sign = last.indexOf('=');
    if (last.startsWith("--") && sign > 0) {
      OptionSpec given = verb.getCommandSpec().findOption(last.substring(0, sign));
      String typed = last.substring(sign + 1);
      return given == null
          ? List.of()
          : matching(values(given, last.substring(0, sign)), typed, last.substring(0, sign + 1));
    }
    return last.startsWith("-")
        ? matching(options(verb), last, "")
        : matching(operands(verb), last, "");
  }

  private static boolean hasCommand(List<String> before) {
    ExecWords words = ExecWords.of(before);
    return before.contains("--") || words != null;
  }

  private static List<String> options(CommandLine verb) {
    return verb.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
  }

  private List<String> operands(CommandLine verb) {
    String name = verb.getCommandName();
    if (name.equals("help")) {
      return List.copyOf(line.getSubcommands().keySet());
    }
    if (!verb.getSubcommands().isEmpty()) {
      return List.copyOf(verb.getSubcommands().keySet());
    }
    if (name.equals("issuers")) {
      return IssuerPresets.names();
    }
    if (name.equals("completion")) {
      return List.of("bash", "zsh", "fish");
    }
    List<PositionalParamSpec> operands = verb.getCommandSpec().positionalParameters();
    return operands.isEmpty() || name.equals("exec")
        ? List.of()
        : values(operands.get(0), name.equals("use") ? PROFILE : operands.get(0).paramLabel());
  }

  private List<String> values(ArgSpec argument, String name) {
    if (PROFILE.equals(name) || "PROFILE".equals(name)) {
      return profiles();
    }
    List<String> known = VALUES.get(name);
    if (known != null) {
      return known;
    }
    List<String> candidates = new ArrayList<>();
    Iterable<String> given = argument.completionCandidates();
    if (given != null) {
      given.forEach(candidates::add);
    }
    return candidates;
  }

  private List<String> profiles() {
    try {
      return Profiles.of(shell.environment()).names();
    } catch (TokenException e) {
      return List.of(); // nothing is offered; the verb itself says what is wrong
    }
  }

  private static List<String> matching(List<String> all, String typed, String before) {
    return all.stream()
        .filter(candidate -> candidate.startsWith(typed))
        .map(candidate -> before + candidate)
        .toList();
  }
}
