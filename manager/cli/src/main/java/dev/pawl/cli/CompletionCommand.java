package dev.pawl.cli;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawl completion}: prints completions for a shell. */
@Command(
    name = "completion",
    description = {
      "Prints completions for a shell; they offer verbs, options and values such as the",
      "names of the profiles:",
      "  bash  source <(pawl completion bash)",
      "  zsh   source <(pawl completion zsh), after compinit",
      "  fish  pawl completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  /* Each script asks `pawl completion words -- WORD...` at each key, so all shells offer the same. */
  private static final String BASH =
      """
      # bash completion for pawl
      _pawl() {
        local current=${COMP_WORDS[COMP_CWORD]} IFS=$'\\n'
        COMPREPLY=($("${COMP_WORDS[0]/#\\~/$HOME}" completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        [[ ${COMPREPLY[0]-} == *[:=]* && ${COMPREPLY[0]} == "$current"* ]] && type __ltrim_colon_completions >/dev/null 2>&1 &&
          __ltrim_colon_completions "$current"
        return 0
      }
      complete -o bashdefault -o default -F _pawl pawl
      """;

  private static final String ZSH =
      """
      #compdef pawl
      # zsh completion for pawl
      _pawl() {
        local -a candidates
        candidates=("${(@f)$(${~words[1]} completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
        if [[ -n "${candidates[1]-}" ]]; then
          compadd -a candidates
        else
          _files
        fi
      }
      if [[ "${funcstack[1]-}" == _pawl ]]; then
        _pawl "$@"
      else
        compdef _pawl pawl
      fi
      """;

  private static final String FISH =
      """
      # fish completion for pawl
      function __pawl_candidates
        set -l typed (commandline -ct)
        set -l before (commandline -opc)
        set -l found (command $before[1] completion words -- $before[2..-1] "$typed" 2>/dev/null)
        if set -q found[1]
          printf '%s\\n' $found
        else
          __fish_complete_path "$typed"
        end
      end
      complete -c pawl -f -a '(__pawl_candidates)'
      """;

  private final Shell shell;
  private final Supplier<CommandLine> syntax;

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish")
  private String language = "";

  @Parameters(index = "1..*", hidden = true)
  private List<String> words = new ArrayList<>();

  /** Completes what {@code syntax} takes, which is made when a word is asked for. */
  CompletionCommand(Shell shell, Supplier<CommandLine> syntax) {
    this.shell = shell;
    this.syntax = syntax;
  }

  @Override
  public Integer call() {
    if (language.equals("words")) {
      new Completions(shell, syntax.get()).of(words).forEach(shell.out()::println);
      return shell.printed(ExitCode.OK);
    }
    if (!words.isEmpty()) {
      throw new UsageException("completion takes one shell");
    }
    shell
        .out()
        .print(
            switch (language) {
              case "bash" -> BASH;
              case "zsh" -> ZSH;
              case "fish" -> FISH;
              default -> throw new UsageException("completions exist for bash, zsh and fish");
            });
    return shell.printed(ExitCode.OK);
  }
}
