package dev.pawl.cli;

import dev.pawl.cli.command.StatusCommand;
import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Launcher;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.PlainLogging;
import dev.pawl.cli.text.Spans;
import dev.pawl.cli.text.UsageException;
import dev.pawl.cli.token.AwsCredentialsCommand;
import dev.pawl.cli.token.ExecPlan;
import dev.pawl.cli.token.ExecWords;
import dev.pawl.cli.token.GcpTokenCommand;
import dev.pawl.cli.token.HelperToken;
import dev.pawl.cli.token.TokenCommand;
import dev.pawl.settings.Settings;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the command line: the launcher passes the verb as the first argument.
 *
 * <p>The plain forms of {@code token} and {@code status} are recognised here, since the library
 * that parses all others takes longer to load than they take to run.
 */
public final class Main {
  private Main() {}

  /** Runs one verb and ends the JVM with its exit code. */
  public static void main(String[] args) {
    PlainLogging.choose();
    int code = survived(args);
    if (code != ExitCode.OK) {
      // newer JVMs load their logging for this, so a good end does without
      Launcher.end(code);
    }
  }

  /* A JVM ends an uncaught error with 1, which would say "log in". */
  private static int survived(String[] args) {
    try {
      return run(args, System.in, System.out, System.err, System.getenv());
    } catch (Error e) {
      System.err.println(
          "pawl: Java gave up ("
              + e.getClass().getName()
              + "); it may have too little memory here");
      return ExitCode.BROKEN_DOWN;
    }
  }

  /**
   * Runs one verb.
   *
   * @param args the verb, its options and its operands
   * @param in standard input
   * @param out receives what was asked for
   * @param err receives what is said to people
   * @param environment variables, none of which need be the process's own
   * @return the exit code
   */
  public static int run(
      String[] args,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment) {
    try {
      return run(args, new Shell(in, out, err, environment));
    } catch (RuntimeException e) {
      Shell bare = new Shell(in, out, err, Map.of(), new Settings(null, null));
      return Session.unexpected(bare, e, "pawl help");
    }
  }

  private static int run(String[] args, Shell shell) {
    String verb = args.length == 0 ? "" : args[0];
    try {
      return switch (verb) {
        case "-V", "--version" -> version(shell);
        case "--train" -> Training.run(shell);
        case "--plan" -> plan(args, shell);
        case "token" -> token(args, shell);
        case "aws-credentials" -> awsCredentials(args, shell);
        case "gcp-token" ->
            args.length == 1 ? GcpTokenCommand.run(shell) : PawlCommand.run(args, shell);
        case "status" -> status(args, shell);
        default -> PawlCommand.run(args, shell);
      };
    } catch (RuntimeException e) {
      return Session.unexpected(shell, e, help(verb));
    }
  }

  /* Of the verbs that are read here; all others are read where their options are known. */
  private static String help(String verb) {
    return switch (verb) {
      case "token", "status", "aws-credentials", "gcp-token" -> "pawl " + verb + " --help";
      case "--plan" -> "pawl exec --help";
      default -> "pawl help";
    };
  }

  private static int version(Shell shell) {
    String version = Main.class.getPackage().getImplementationVersion();
    shell.out().println("pawl " + (version == null ? "(not packaged)" : version));
    return shell.printed(ExitCode.OK);
  }

  /** {@code token} and {@code token --helper}, {@code token --min-valid D}, each with a NAME. */
  private static int token(String[] args, Shell shell) {
    if (args.length > 1 && args[1].equals("--helper") && isPlain(args, 2)) {
      return new HelperToken(chosen(args, 2, shell), HelperToken.LEAST).run();
    }
    boolean lasting = args.length > 2 && args[1].equals("--min-valid");
    Duration least = lasting ? duration(args[2]) : Duration.ZERO;
    int operands = lasting ? 3 : 1;
    return least != null && isPlain(args, operands)
        ? TokenCommand.run(chosen(args, operands, shell), least)
        : PawlCommand.run(args, shell);
  }

  /** {@code aws-credentials} and {@code aws-credentials --aws-profile NAME}. */
  private static int awsCredentials(String[] args, Shell shell) {
    boolean named = args.length == 3 && args[1].equals("--aws-profile") && !args[2].startsWith("-");
    return args.length == 1 || named
        ? AwsCredentialsCommand.run(shell, named ? args[2] : null, AwsCredentialsCommand.LEAST)
        : PawlCommand.run(args, shell);
  }

  /** {@code exec} and its arguments, for the launcher. */
  private static int plan(String[] args, Shell shell) {
    List<String> words = Arrays.asList(args).subList(Math.min(2, args.length), args.length);
    ExecWords plain = ExecWords.of(words);
    return plain == null ? PawlCommand.plan(words, shell) : new ExecPlan(shell, plain).run();
  }

  /** {@code status}, {@code status NAME}. */
  private static int status(String[] args, Shell shell) {
    return isPlain(args, 1)
        ? StatusCommand.run(chosen(args, 1, shell), false)
        : PawlCommand.run(args, shell);
  }

  private static @Nullable Duration duration(String text) {
    try {
      return Spans.parse(text);
    } catch (UsageException e) {
      return null; // the parser of the options says what is wrong
    }
  }

  private static boolean isPlain(String[] args, int operands) {
    return args.length == operands
        || (args.length == operands + 1 && !args[operands].startsWith("-"));
  }

  private static Chosen chosen(String[] args, int operands, Shell shell) {
    return Chosen.of(shell, args.length > operands ? args[operands] : null, null);
  }
}
