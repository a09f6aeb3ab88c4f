package dev.pawl.it.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.vault.ChunkedSecret;
import dev.pawl.vault.EntryName;
import dev.pawl.vault.Vault;
import dev.pawl.vault.VaultException;
import dev.pawl.vault.VaultException.Reason;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretServiceTest {
  private static final String SECRET = "fake-Secret_1234567890";
  private static final EntryName WORK = EntryName.of(Path.of("/state"), "work");

  @TempDir Path home;

  @BeforeAll
  static void requireKeyring() {
    KeyringSession.requirePossible();
  }

  private static Vault vault(Vaults vaults) throws VaultException {
    return vaults.open("secret-service", WORK);
  }

  @Test
  void write_unlocked_isReadBackByAnotherAndReplaced() throws IOException {
    try (KeyringSession session = KeyringSession.unlocked(home)) {
      vault(session.vaults()).write("head", SECRET);
      vault(session.vaults()).write("head", SECRET + "-2");
      vault(session.vaults()).write("a1", "other");

      assertThat(vault(session.vaults()).read("head")).isEqualTo(SECRET + "-2");
      assertThat(vault(session.vaults()).read("b1")).isNull();
    }
  }

  @Test
  void write_longestPart_isWholeAndLongerOnesAreRefused() throws IOException {
    try (KeyringSession session = KeyringSession.unlocked(home)) {
      Vault vault = vault(session.vaults());
      String text = "x".repeat(vault.limit());
      vault.write("head", text);

      assertThat(vault.read("head")).isEqualTo(text);
      assertThatThrownBy(() -> vault.write("head", text + "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void parcel_ofManyParts_isWhole() throws IOException {
    try (KeyringSession session = KeyringSession.unlocked(home)) {
      ChunkedSecret parcel = new ChunkedSecret(vault(session.vaults()));
      byte[] bytes = "fake ".repeat(5_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

      parcel.write(bytes);
      parcel.write(bytes);

      assertThat(parcel.read().bytes()).isEqualTo(bytes);
      parcel.delete();
      assertThat(parcel.read().state()).isEqualTo(ChunkedSecret.State.ABSENT);
    }
  }

  @Test
  void delete_thereOrNot_leavesNothing() throws IOException {
    try (KeyringSession session = KeyringSession.unlocked(home)) {
      Vault vault = vault(session.vaults());
      vault.write("head", SECRET);

      vault.delete("head");
      vault.delete("head");

      assertThat(vault.read("head")).isNull();
    }
  }

  @Test
  void anything_locked_isATypedErrorAndNoDialog() throws IOException {
    try (KeyringSession session = KeyringSession.unlocked(home)) {
      vault(session.vaults()).write("head", SECRET);
      session.lock();

      assertThat(readFailure(session.hurriedVaults())).isEqualTo(Reason.LOCKED);
      assertThat(writeFailure(session.hurriedVaults())).isEqualTo(Reason.LOCKED);
      Vault vault = vault(session.hurriedVaults());
      assertThatThrownBy(() -> vault.delete("head")).isInstanceOf(VaultException.class);
    }
  }

  @Test
  void read_lockedAndNoSuchItem_isNotTakenForAbsent() throws IOException {
    try (KeyringSession session = KeyringSession.unlocked(home)) {
      session.lock();

      assertThat(readFailure(session.hurriedVaults())).isEqualTo(Reason.LOCKED);
    }
  }

  @Test
  void anything_noKeyringOnTheBus_isATypedError() throws IOException {
    try (KeyringSession session = KeyringSession.empty(home)) {
      assertThat(readFailure(session.hurriedVaults())).isEqualTo(Reason.ABSENT);
      assertThat(writeFailure(session.hurriedVaults())).isEqualTo(Reason.ABSENT);
    }
  }

  @Test
  void anything_noBus_isATypedError() throws IOException {
    KeyringSession session = KeyringSession.empty(home);
    session.close();

    assertThat(readFailure(session.hurriedVaults())).isEqualTo(Reason.ABSENT);
    assertThat(writeFailure(session.hurriedVaults())).isEqualTo(Reason.ABSENT);
  }

  private static Reason readFailure(Vaults vaults) throws VaultException {
    Vault vault = vault(vaults);
    return catchThrowableOfType(VaultException.class, () -> vault.read("head")).reason();
  }

  private static Reason writeFailure(Vaults vaults) throws VaultException {
    Vault vault = vault(vaults);
    VaultException failure =
        catchThrowableOfType(VaultException.class, () -> vault.write("head", SECRET));
    assertThat(failure.toString()).doesNotContain(SECRET);
    return failure.reason();
  }
}
