package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FAILED;
import static dev.pawl.cli.shell.ExitCode.OK;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.directory.StateDirectory;
import dev.pawl.doctor.Doctor;
import dev.pawl.doctor.Finding;
import dev.pawl.doctor.Finding.Level;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examination of a machine: what is well, what is not, and what to do about it. */
final class DoctorTest {

  @RegisterExtension final UserScene scene = UserScene.strict();
  private Path state;

  @BeforeEach
  void start() {
    state = scene.home;
    scene.loggedIn();
  }

  @Test
  void doctor_allIsWell_exits0AndNamesEveryCheck() {
    CommandRun doctor = doctor();

    assertThat(doctor.exit()).isEqualTo(OK);
    assertThat(doctor.out())
        .contains("OK   settings", "OK   state directory", "OK   permissions", "OK   sync")
        .contains("OK   format: version 1, cache engine mapped", "OK   cache", "OK   lock: works")
        .contains("OK   clock", "OK   profile default: login of " + scene.simulator.issuer())
        .doesNotContain("FAIL");
    assertThat(doctor.err()).isEmpty();
    scene.spends().areNone();
  }

  @Test
  void doctor_json_isOneObject() {
    CommandRun doctor = scene.run("doctor", "--json");

    assertThat(doctor.out())
        .startsWith("{\"findings\":[{\"level\":\"OK\",\"subject\":\"settings\"");
    assertThat(doctor.out().lines()).hasSize(1);
  }

  @Test
  void doctor_nothingStoredYet_exits0AndCreatesNothing() {
    scene.environment.put("PAWL_HOME", scene.directory.resolve("other").toString());

    CommandRun doctor = doctor();

    assertThat(doctor.exit()).isEqualTo(OK);
    assertThat(doctor.out()).contains("does not exist yet");
    assertThat(scene.directory.resolve("other")).doesNotExist();
  }

  @Test
  void doctor_settingsUnreadable_exits1NamingTheFile() throws IOException {
    Path settings = Files.createDirectories(scene.directory.resolve("config/pawl"));
    Files.writeString(settings.resolve("settings.json"), "{ \"profiles\": fake-secret");

    CommandRun doctor = doctor();

    assertThat(doctor.exit()).isEqualTo(FAILED);
    assertThat(doctor.out())
        .contains("FAIL settings", "settings.json", "next: correct the file")
        .doesNotContain("fake-secret");
  }

  @Test
  void doctor_directoryOpenToOthers_exits1WithTheRemedy() throws IOException {
    Files.setPosixFilePermissions(state, fromString("rwxrwxrwx"));

    assertThat(doctor().exit()).isEqualTo(FAILED);
    assertThat(finding("state directory").detail()).contains("chmod go-w " + state);
  }

  @Test
  void checkup_grantOpenToOthers_warns() throws IOException {
    Files.setPosixFilePermissions(scene.grantFile(), fromString("rw-r--r--"));

    Finding finding = finding("permissions");

    assertThat(finding.level()).isEqualTo(Level.WARN);
    assertThat(finding.remedy()).isEqualTo("chmod go-rwx " + scene.grantFile());
  }

  @Test
  void checkup_grantDamaged_failsWithoutQuotingIt() throws IOException {
    Files.writeString(scene.grantFile(), "{\"refresh_token\": \"fake-secret");

    Finding finding = finding("profile default");

    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.toString()).contains("damaged").doesNotContain("fake-secret");
  }

  @Test
  void checkup_quarantinedFile_warnsThatItMayHoldSecrets() throws IOException {
    Files.writeString(state.resolve("grants/default.json.damaged-20261120T101112Z"), "{");

    Finding finding = finding("put aside");

    assertThat(finding.level()).isEqualTo(Level.WARN);
    assertThat(finding.remedy()).contains("secrets");
  }

  @Test
  void checkup_cacheDamaged_warnsThatAllWorks() throws IOException {
    Files.writeString(state.resolve("cache"), "not a table at all, far from it ".repeat(4));

    Finding finding = finding("cache");

    assertThat(finding.level()).isEqualTo(Level.WARN);
    assertThat(finding.detail()).contains("all works, only slower");
  }

  @Test
  void checkup_newerFormat_failsAndAsksForAnUpgrade() throws IOException {
    Path format = state.resolve("format.json");
    Files.writeString(format, Files.readString(format).replace("\"reader\" : 1", "\"reader\" : 2"));

    Finding finding = finding("format");

    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.detail()).contains("upgrade it, nothing was changed");
  }

  @Test
  void checkup_filesOfTheFuture_warnsOfAClock() throws IOException {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    Files.setLastModifiedTime(scene.grantFile(), FileTime.from(tomorrow));

    assertThat(finding("clock").level()).isEqualTo(Level.WARN);
  }

  @Test
  void checkup_lockHeld_namesTheHolder() throws IOException {
    try (var held = new StateDirectory(state).lock("default").tryAcquire()) {
      assertThat(held).isNotNull();
      assertThat(findings())
          .anyMatch(finding -> finding.detail().contains("its lock is held by this process"));
    }
  }

  @Test
  void doctor_cacheGone_isNoFailure() throws IOException {
    Files.delete(state.resolve("cache"));

    CommandRun doctor = doctor();

    assertThat(doctor.exit()).isEqualTo(OK);
    assertThat(doctor.out())
        .contains("is not there, as before the first use")
        .doesNotContain("FAIL", "WARN");
  }

  @Test
  void doctor_cacheDamaged_warnsOnce() throws IOException {
    Files.writeString(state.resolve("cache"), "not a table at all, far from it ".repeat(4));

    CommandRun doctor = doctor();

    assertThat(doctor.exit()).isEqualTo(OK);
    assertThat(doctor.out()).containsOnlyOnce("WARN").doesNotContain("FAIL");
  }

  @Test
  void checkup_pointerDamaged_failsWithTheWayOut() throws IOException {
    Files.writeString(state.resolve("active"), "NO SUCH\n");

    Finding finding = finding("active profile");

    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.detail()).contains(state.resolve("active") + " names no profile");
    assertThat(finding.remedy()).isEqualTo("rm " + state.resolve("active"));
  }

  @Test
  void checkup_limitOfTheIssuerMakesNoSense_failsNamingTheField() throws IOException {
    CommandRun.settings(scene.directory, "{\"issuers\":{\"*\":{\"concurrentSpends\":0}}}");

    Finding finding = finding("profile default");

    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.detail()).contains("settings.json", "concurrentSpends");
    assertThat(finding.remedy()).isEqualTo("correct the file");
  }

  @Test
  void checkup_settingsOfTheProfileMakeNoSense_failsNamingTheField() throws IOException {
    CommandRun.settings(scene.directory, "{\"profiles\":{\"default\":{\"issuer\":5}}}");

    Finding finding = finding("profile default");

    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.remedy()).isEqualTo("correct the file");
  }

  @Test
  void checkup_settingsNameAnotherClient_failsNamingFileAndField() throws IOException {
    CommandRun.settings(scene.directory, "{\"profiles\":{\"default\":{\"clientId\":\"other\"}}}");

    Finding finding = finding("profile default");

    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.detail()).contains("settings.json: field profiles.default.clientId");
  }

  @Test
  void checkup_allIsWell_saysOnceWhereALoginIsKept() {
    assertThat(findings())
        .filteredOn(finding -> finding.subject().equals("profile default store"))
        .hasSize(1);
  }

  @Test
  void checkup_fileInPlaceOfGrants_isOneFinding() throws IOException {
    Path other = Files.createDirectory(scene.directory.resolve("other"));
    Files.setPosixFilePermissions(other, fromString("rwx------"));
    Files.createFile(other.resolve("grants"));
    scene.environment.put("PAWL_HOME", other.toString());

    Finding finding = finding("layout");

    assertThat(findings()).filteredOn(one -> one.subject().equals("layout")).hasSize(1);
    assertThat(finding.detail()).contains(other.resolve("grants") + " is a file", "256");
    assertThat(finding.remedy()).contains("rm " + other.resolve("grants"));
  }

  @Test
  void checkup_grantDamagedAndCopied_remedyIsTrue() throws IOException {
    Files.writeString(scene.grantFile(), "[]");

    String remedy = finding("profile default").remedy();
    CommandRun token = scene.run("token");

    assertThat(remedy).isEqualTo("to put it aside and use the last good copy: pawl token default");
    assertThat(token.exit()).isEqualTo(OK);
    assertThat(findings()).noneMatch(finding -> finding.level() == Level.FAIL);
  }

  @Test
  void checkup_grantDamagedWithoutCopy_asksForALogin() throws IOException {
    Files.writeString(scene.grantFile(), "[]");
    Files.delete(state.resolve("grants/default.json.copy"));

    Finding finding = finding("profile default");

    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.remedy())
        .endsWith(": pawl login default --issuer URL")
        .doesNotContain("pawl token");
  }

  @Test
  void doctor_help_saysWhatItsCodesMean() {
    CommandRun help = scene.run("doctor", "--help");

    assertThat(help.out())
        .contains("  0  nothing fails", "  1  something fails")
        .doesNotContain("log in", "try again later");
  }

  private CommandRun doctor() {
    return scene.run("doctor");
  }

  private List<Finding> findings() {
    return Doctor.of(scene.environment);
  }

  /** The worst finding of {@code subject}. */
  private Finding finding(String subject) {
    return findings().stream()
        .filter(finding -> finding.subject().equals(subject))
        .max((one, other) -> one.level().compareTo(other.level()))
        .orElseThrow();
  }
}
