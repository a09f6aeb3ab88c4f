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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'precedence':'documentd'}|field precedence is neither documented nor keys-first",
        "{'profiles':{'work':{'replay':'nevr'}}}|field profiles.work.replay makes no sense",
        "{'profiles':{'work':{'method':'oath'}}}|field profiles.work.method makes no sense",
        "{'issuers':{'oauth':{'billing':'per_token'}}}|field issuers.oauth.billing makes no sense",
        "{'issuers':{'oauth':{'redirectUri':'x'}}}|field issuers.oauth.redirectUri makes no sense",
        "{'profiles':{'work':{'scope':7}}}|field profiles.work.scope is not text",
      })
  void doctor_valueThatMakesNoSense_failsAndNamesItOnce(String json, String what)
      throws IOException {
    Workplace place = new Workplace(directory).logIn(Account.UNKNOWN);
    place.user(json.replace('\'', '"'));

    int exit = doctor(place);

    assertThat(exit).isEqualTo(FAILED);
    assertThat(said.toString(UTF_8)).containsOnlyOnce(what).contains("FAIL settings: ");
  }

  @Test
  void doctor_soundValues_passes() throws IOException {
    Workplace place = new Workplace(directory).logIn(Account.UNKNOWN);
    place.user(
        "{\"precedence\":\"current\",\"profiles\":{\"work\":{\"replay\":\"window:30s\",\"method\":"
            + "\"device\",\"billing\":\"aws\",\"tokenEndpoint\":\"https://a.example/t\"}}}");

    int exit = doctor(place);

    assertThat(exit).as(said.toString(UTF_8)).isEqualTo(OK);
    assertThat(said.toString(UTF_8)).doesNotContain("WARN settings", "FAIL");
  }

  @Test
  void doctor_whatOnlyTheMachinesFileMaySay_isAnErrorThereAndWithoutEffectInTheUsers()
      throws IOException {
    Workplace place = new Workplace(directory).logIn(Account.UNKNOWN);
    place.managed("{\"billingChange\": \"forbd\"}");
    place.user("{\"forceLoginMethod\": \"console\"}");

    int exit = doctor(place);

    assertThat(exit).isEqualTo(FAILED);
    assertThat(said.toString(UTF_8))
        .containsPattern("FAIL settings: .*field billingChange is neither warn nor forbid")
        .containsPattern("WARN settings: forceLoginMethod in .*settings.json has no effect there");
  }

  private int doctor(Workplace place) {
    PrintStream printed = new PrintStream(said, true, UTF_8);
    ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
    return new DoctorCommand(
            new Shell(nothing, printed, printed, place.variables, place.settings()))
        .call();
  }
}
