package dev.pawl.cli.command;

import static dev.pawl.cli.shell.ExitCode.FAILED;
import static dev.pawl.cli.shell.ExitCode.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.Workplace;
import dev.pawl.spi.Account;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pawl doctor} says of names that mean nothing, and how it ends. */
final class DoctorCommandTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void doctor_misspelledNameInTheMachinesFile_failsAndNamesTheRightOne() throws IOException {
    Workplace place = new Workplace(directory).logIn(Account.UNKNOWN);
    place.managed("{\"forceLoginMetod\": \"console\"}");

    int exit = doctor(place);

    assertThat(exit).isEqualTo(FAILED);
    assertThat(said.toString(UTF_8))
        .containsPattern("FAIL settings: .*managed-settings.json: no setting is called")
        .contains("forceLoginMetod; perhaps forceLoginMethod is meant");
  }

  @Test
  void doctor_misspelledNameInTheUsersFile_warns() throws IOException {
    Workplace place = new Workplace(directory).logIn(Account.UNKNOWN);
    place.user("{\"presedence\": []}");

    int exit = doctor(place);

    assertThat(said.toString(UTF_8)).containsPattern("WARN settings: .*presedence");
    assertThat(exit).as(said.toString(UTF_8)).isEqualTo(OK);
  }

  private int doctor(Workplace place) {
    PrintStream printed = new PrintStream(said, true, UTF_8);
    ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
    return new DoctorCommand(
            new Shell(nothing, printed, printed, place.variables, place.settings()))
        .call();
  }
}
