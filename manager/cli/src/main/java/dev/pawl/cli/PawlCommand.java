package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.cli.command.AccountsCommand;
import dev.pawl.cli.command.DoctorCommand;
import dev.pawl.cli.command.ExplainCommand;
import dev.pawl.cli.command.IssuersCommand;
import dev.pawl.cli.command.LogoutCommand;
import dev.pawl.cli.command.StatusCommand;
import dev.pawl.cli.command.UseCommand;
import dev.pawl.cli.fleet.FleetCommand;
import dev.pawl.cli.login.LoginCommand;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Launcher;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.token.AwsCredentialsCommand;
import dev.pawl.cli.token.ExecCommand;
import dev.pawl.cli.token.GcpTokenCommand;
import dev.pawl.cli.token.TokenCommand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: every verb, its options and its help. */
@Command(
    name = "pawl",
    description = "One login, many processes, every refresh token spent exactly once.")
public final class PawlCommand {
  private PawlCommand() {}

  public static int run(String[] args, Shell shell) {
    Launcher.follow();
    int code = line(shell).execute(args);
    return code == ExitCode.OK ? shell.printed(code) : code; // the help is printed by nobody else
  }

  /** Runs {@code exec} with these words, up to the point where the command would be started. */
  static int plan(List<String> words, Shell shell) {
    ExecCommand exec = new ExecCommand(shell);
    exec.plan(words.size());
    CommandLine line = line(shell, exec);
    List<String> all = new ArrayList<>(List.of("exec"));
    all.addAll(words);
    int code = line.execute(all.toArray(String[]::new));
    return code == ExitCode.OK ? shell.printed(code) : code;
  }

  /** The whole syntax. */
  static CommandLine line(Shell shell) {
    return line(shell, new ExecCommand(shell));
  }

  private static CommandLine line(Shell shell, ExecCommand exec) {
    CommandLine line = new CommandLine(new PawlCommand());
    line.addSubcommand(new LoginCommand(shell));
    line.addSubcommand(new LogoutCommand(shell));
    line.addSubcommand(new TokenCommand(shell));
    line.addSubcommand(new AwsCredentialsCommand(shell));
    line.addSubcommand(new GcpTokenCommand(shell));
    line.addSubcommand(new StatusCommand(shell));
    line.addSubcommand(new AccountsCommand(shell));
    line.addSubcommand(new UseCommand(shell));
    line.addSubcommand(new IssuersCommand(shell));
    line.addSubcommand(new CommandLine(exec).setStopAtPositional(true));
    line.addSubcommand(new ExplainCommand(shell));
    line.addSubcommand(FleetCommand.line(shell));
    line.addSubcommand(new DoctorCommand(shell));
    line.addSubcommand(new CompletionCommand(shell, () -> line(shell)));
    line.addSubcommand(new CommandLine.HelpCommand());
    explain(line.getCommandSpec());
    line.getSubcommands().values().forEach(PawlCommand::explain);
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(shell.out(), true, UTF_8));
    line.setErr(new PrintWriter(shell.err(), true, UTF_8));
    line.setColorScheme(Help.defaultColorScheme(shell.hasColours() ? Ansi.ON : Ansi.OFF));
    line.setParameterExceptionHandler((e, given) -> misused(shell, e));
    line.setExecutionExceptionHandler((e, verb, parsed) -> broken(shell, e, help(verb)));
    return line;
  }

  private static void explain(CommandLine verb) {
    explain(verb.getCommandSpec());
    verb.getSubcommands().values().forEach(PawlCommand::explain);
  }

  private static void explain(CommandSpec spec) {
    if (!spec.name().equals("help")) {
      spec.addOption(
          OptionSpec.builder("-h", "--help").usageHelp(true).description("this text").build());
      if (spec.usageMessage().footer().length == 0) {
        spec.usageMessage().footer(ExitCode.explained(spec.name()));
      }
    }
  }

  private static int misused(Shell shell, ParameterException e) {
    shell.say(e instanceof UnmatchedArgumentException unmatched ? excess(unmatched) : why(e));
    shell.sayMore("next: " + help(e.getCommandLine()));
    return ExitCode.USAGE;
  }

  private static String help(CommandLine verb) {
    return verb.getCommandSpec().qualifiedName() + " --help";
  }

  /* Never the value: somebody may have put a secret there. */
  private static String excess(UnmatchedArgumentException e) {
    List<String> unmatched = e.getUnmatched();
    String first = unmatched.isEmpty() ? "" : unmatched.get(0);
    if (!first.startsWith("-")) {
      return e.getCommandLine().getParent() == null
          ? "there is no verb of that name"
          : "there are more arguments than the verb takes";
    }
    int value = first.indexOf('=');
    return "there is no option " + (value < 0 ? first : first.substring(0, value));
  }

  private static String why(ParameterException e) {
    if (e instanceof MissingParameterException incomplete && !incomplete.getMissing().isEmpty()) {
      return missing(incomplete.getMissing().get(0));
    }
    if (e instanceof OverwrittenOptionException twice
        && twice.getOverwritten() instanceof OptionSpec option) {
      return option.longestName() + " is given twice";
    }
    if (e.getArgSpec() instanceof OptionSpec option) {
      return option.longestName() + " cannot have that value";
    }
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("the arguments are wrong");
  }

  private static String missing(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " needs a value"
        : argument.paramLabel() + " is missing";
  }

  /* Not thrown on: picocli would end with 1, which says "log in". */
  private static int broken(Shell shell, Exception e, String help) {
    RuntimeException unchecked =
        e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    return Session.unexpected(shell, unchecked, help);
  }
}
