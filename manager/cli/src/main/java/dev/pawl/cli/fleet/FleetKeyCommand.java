package dev.pawl.cli.fleet;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.cli.text.UsageException;
import dev.pawl.process.ShellWord;
import dev.pawl.setup.FleetKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl fleet key}: makes the key that seals a fleet's records, and rotates it. */
@Command(
    name = "key",
    description = {
      "Makes the key that seals the records of a fleet, in a new private file; every host has the "
          + "same.",
      "A rotation has two steps, so that no host ever meets what it cannot open: --rotate adds a "
          + "key that opens and does not seal yet; when every host has that file, --promote has the "
          + "added key seal, and every host gets that file. Programs go on running."
    },
    footer = {
      "",
      "Exit codes:",
      "  0  the file is written",
      "  2  wrong usage",
      "  4  it could not be, or holds no key"
    })
final class FleetKeyCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "FILE", description = "the file of the key, mode 0600")
  private Path file = Path.of("");

  @Option(names = "--rotate", description = "the first step of a rotation: add a key to the file")
  private boolean rotates;

  @Option(names = "--promote", description = "the second step: the added key seals from now on")
  private boolean promotes;

  FleetKeyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (rotates && promotes) {
      throw new UsageException("--rotate and --promote are two steps; name one");
    }
    try {
      return write();
    } catch (IOException e) {
      return FleetFailure.told(shell, e, false);
    }
  }

  private int write() throws IOException {
    FleetKeyFile key = new FleetKeyFile(file);
    if (promotes) {
      say("key " + key.promote() + " seals from now on; it is in " + key.path());
      say("next: give that file to every host");
    } else if (rotates) {
      say("key " + key.add() + " still seals; another was added to " + key.path());
      say(
          "next: give that file to every host, then: pawl fleet key --promote "
              + ShellWord.of(file));
    } else {
      say("key " + key.make() + " is in " + key.path());
      say("next: give that file to every host, mode 0600, and set fleet.key to file:" + key.path());
    }
    return shell.printed(ExitCode.OK);
  }

  private void say(String line) {
    shell.out().println(Printable.of(line));
  }
}
