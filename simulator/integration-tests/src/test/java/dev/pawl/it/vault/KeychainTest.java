package dev.pawl.it.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.vault.EntryName;
import dev.pawl.vault.Vault;
import dev.pawl.vault.VaultException;
import dev.pawl.vault.VaultException.Reason;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeychainTest {
  private static final String SECRET = "fake-Secret_1234567890";
  private static final EntryName WORK = EntryName.of(Path.of("/state"), "work");

  @TempDir Path programs;

  private StandInSecurity security;
  private Vault keychain;

  @BeforeEach
  void install() throws IOException {
    security = new StandInSecurity(programs);
    keychain = security.vaults().open("keychain", WORK);
  }

  @Test
  void write_anyText_isReadBackAndNeverAnArgument() throws IOException {
    keychain.write("head", SECRET);
    keychain.write("head", SECRET + "-2");

    assertThat(keychain.read("head")).isEqualTo(SECRET + "-2");
    assertThat(security.input()).contains("add-generic-password -U").contains(SECRET);
    assertThat(security.arguments()).contains("-i").doesNotContain(SECRET);
  }

  @Test
  void write_longestPartOfTheLongestName_isOneLine() throws IOException {
    EntryName longest = EntryName.of(Path.of("/state"), "a".repeat(64));
    Vault vault = security.vaults().open("keychain", longest);
    String text = "x".repeat(vault.limit());

    vault.write("reserve", text);

    assertThat(vault.read("reserve")).isEqualTo(text);
    assertThat(security.input().length()).isLessThan(4_000);
  }

  @Test
  void write_longerThanAPartMayBe_isRefusedBeforeAnythingIsStarted() throws IOException {
    String text = "x".repeat(keychain.limit() + 1);

    assertThatThrownBy(() -> keychain.write("head", text))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(security.arguments()).isEmpty();
  }

  @Test
  void read_noSuchItem_isNull() throws IOException {
    assertThat(keychain.read("head")).isNull();
  }

  @Test
  void delete_thereOrNot_leavesNothing() throws IOException {
    keychain.write("head", SECRET);

    keychain.delete("head");
    keychain.delete("head");

    assertThat(security.items()).isZero();
  }

  @Test
  void anything_lockedCancelledOrWithoutKeychain_saysWhich() throws IOException {
    assertThat(reason("locked")).isEqualTo(Reason.LOCKED);
    assertThat(reason("cancelled")).isEqualTo(Reason.DENIED);
    assertThat(reason("none")).isEqualTo(Reason.ABSENT);
  }

  private Reason reason(String mode) throws IOException {
    security.mode(mode);
    Vault vault = security.vaults().open("keychain", WORK);
    Reason read = failure(() -> vault.read("head")).reason();
    Vault other = security.vaults().open("keychain", WORK);
    assertThat(failure(() -> other.write("head", SECRET)).reason()).isEqualTo(read);
    return read;
  }

  private static VaultException failure(ThrowingCallable call) {
    return catchThrowableOfType(VaultException.class, call);
  }

  @Test
  void write_programQuotesTheSecret_isNotPassedOn() throws IOException {
    security.mode("echoing");

    VaultException failure = failure(() -> keychain.write("head", SECRET));

    assertThat(failure.reason()).isEqualTo(Reason.FAILED);
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain(SECRET.substring(0, 6)).contains("exit code 1");
    }
  }

  @Test
  void write_programClaimsSuccessAndStoresNothing_isAFailure() throws IOException {
    security.mode("forgetful");

    assertThat(failure(() -> keychain.write("head", SECRET)).reason()).isEqualTo(Reason.FAILED);
  }

  @Test
  void read_programHangs_isKilledWithItsChildren() throws IOException {
    security.mode("hang");
    Vaults vaults = StandInSecurity.vaults(programs, Duration.ofMillis(300));
    Vault hanging = vaults.open("keychain", WORK);

    VaultException failure = failure(() -> hanging.read("head"));

    assertThat(failure.reason()).isEqualTo(Reason.SLOW);
    assertThat(failure.isPassing()).isTrue();
    for (String child : security.children().lines().toList()) {
      ProcessHandle.of(Long.parseLong(child)).ifPresent(process -> process.onExit().join());
    }
  }

  @Test
  void read_justFailed_isNotTriedAgainAtOnce() throws IOException {
    Vaults vaults = security.vaults();
    Vault look = vaults.openToLook("keychain", WORK);
    security.mode("locked");
    Reason first = failure(() -> look.read("head")).reason();
    String tried = security.arguments();

    assertThat(failure(() -> vaults.openToLook("keychain", WORK).read("head")).reason())
        .isEqualTo(first);
    assertThat(security.arguments()).isEqualTo(tried);
  }

  @Test
  void open_programAbsent_saysSo(@TempDir Path empty) throws IOException {
    Vault vault = StandInSecurity.vaults(empty, Duration.ofSeconds(60)).open("keychain", WORK);

    VaultException failure = failure(() -> vault.read("head"));

    assertThat(failure.reason()).isEqualTo(Reason.ABSENT);
    assertThat(failure).hasMessageContaining("credentials.store");
  }

  @Test
  void name_thatIsMoreThanAName_isRefused() {
    for (String text : new String[] {"", "/", "a/", "a b/c", "a/b\n", "a/-b", "a;/b", "a/b/c"}) {
      assertThatThrownBy(() -> EntryName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(EntryName.parse(WORK.toString())).isEqualTo(WORK);
  }
}
