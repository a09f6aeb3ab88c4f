package dev.pawl.cli.fleet;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Progress;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.cli.text.UsageException;
import dev.pawl.setup.FleetStoreSetup;
import dev.pawl.spi.SecretReference;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl fleet init}: prepares a store. */
@Command(
    name = "init",
    description =
        "Prepares the store of a fleet: makes its tables, or brings them to this version, and "
            + "prints what the role of the hosts needs. May be repeated; never loses anything.",
    footer = {
      "",
      "Exit codes:",
      "  0  the store is ready",
      "  2  wrong usage",
      "  3  the store does not answer: try again later",
      "  4  fix the settings or the store first"
    })
final class FleetInitCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "the store, with a user who may make tables; fleet.url of the settings if not given. It "
              + "holds no password")
  private @Nullable String url;

  @Option(
      names = "--password",
      paramLabel = "PLACE",
      description =
          "where that user's password is: file:/PATH, env:NAME or command:LINE; fleet.password of "
              + "the settings if not given")
  private @Nullable String password;

  FleetInitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SecretReference place = password == null ? null : place(password);
    return FleetFailure.guarded(shell, () -> prepare(place));
  }

  private int prepare(@Nullable SecretReference place) throws IOException {
    try (Progress progress = new Progress(shell, "waiting for the store")) {
      progress.begin(true);
      String done = FleetStoreSetup.prepare(shell.settings(), shell.environment(), url, place);
      done.lines().forEach(line -> shell.out().println(Printable.of(line)));
      return shell.printed(ExitCode.OK);
    }
  }

  private static SecretReference place(String text) {
    try {
      SecretReference place = SecretReference.parse(text);
      if (place.kind() != SecretReference.Kind.TEXT) {
        return place;
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("--password " + e.getMessage());
    }
    throw new UsageException("--password names a place: others see the arguments of a process");
  }
}
