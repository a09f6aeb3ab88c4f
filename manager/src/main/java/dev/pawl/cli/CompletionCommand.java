package dev.pawl.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** {@code pawl completion}: prints completions for a shell. */
@Command(
    name = "completion",
    description = {
      "Prints completions for a shell:",
      "  bash  source <(pawl completion bash)",
      "  zsh   source <(pawl completion zsh)",
      "  fish  pawl completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish")
  private String language = "";

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    CommandLine line = PawlCommand.line(shell);
    ForeignVerbs.addTo(line);
    String script =
        switch (language) {
          case "bash", "zsh" -> AutoComplete.bash("pawl", line);
          case "fish" -> fish(line);
          default -> throw new UsageException("completions exist for bash, zsh and fish");
        };
    shell.out().print(script);
    return shell.printed(ExitCode.OK);
  }

  private static String fish(CommandLine line) {
    StringBuilder script = new StringBuilder("complete -c pawl -f\n");
    line.getSubcommands()
        .forEach(
            (name, verb) -> {
              script
                  .append("complete -c pawl -n __fish_use_subcommand -a ")
                  .append(name)
                  .append('\n');
              verb.getCommandSpec().options().forEach(option -> fish(script, name, option));
              verb.getCommandSpec()
                  .positionalParameters()
                  .forEach(operand -> fish(script, name, operand));
            });
    return script.toString();
  }

  private static void fish(StringBuilder script, String verb, ArgSpec argument) {
    script.append("complete -c pawl -n '__fish_seen_subcommand_from ").append(verb).append('\'');
    if (argument instanceof OptionSpec option) {
      script.append(" -l ").append(option.longestName().substring(2));
      script.append(option.arity().max() > 0 ? " -r" : "");
    }
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates != null) {
      script.append(" -a '").append(String.join(" ", candidates)).append('\'');
    }
    script.append('\n');
  }
}
