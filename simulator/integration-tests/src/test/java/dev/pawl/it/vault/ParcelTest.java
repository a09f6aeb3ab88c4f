package dev.pawl.it.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.vault.ChunkedSecret;
import dev.pawl.vault.ChunkedSecret.Content;
import dev.pawl.vault.ChunkedSecret.State;
import dev.pawl.vault.EntryName;
import dev.pawl.vault.Vault;
import dev.pawl.vault.VaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParcelTest {
  private static final EntryName WORK = EntryName.of(Path.of("/state"), "work");

  @TempDir Path programs;

  private StandInSecurity security;
  private Vault keychain;
  private ChunkedSecret parcel;

  @BeforeEach
  void install() throws IOException {
    security = new StandInSecurity(programs);
    keychain = security.vaults().open("keychain", WORK);
    parcel = new ChunkedSecret(keychain);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void assertHolds(byte[] bytes) throws IOException {
    Content content = new ChunkedSecret(security.vaults().open("keychain", WORK)).read();
    assertThat(content.state()).isEqualTo(State.WHOLE);
    assertThat(content.bytes()).isEqualTo(bytes);
  }

  @Test
  void write_anyLength_isReadBackAndLeavesNoOldParts() throws IOException {
    for (int length : new int[] {0, 1, 2_700, 2_727, 2_728, 2_729, 5_600, 12_000, 10}) {
      parcel.write(bytes(length));

      assertHolds(bytes(length));
    }
    assertThat(security.items()).isOne();
  }

  @Test
  void write_interruptedAnywhere_leavesTheOldOrTheNew() throws IOException {
    byte[] old = bytes(6_000);
    parcel.write(old);
    for (int writes = 0; writes < 3; writes++) {
      security.lockAfterWrites(writes);
      ChunkedSecret locked = new ChunkedSecret(security.vaults().open("keychain", WORK));

      assertThatThrownBy(() -> locked.write(bytes(7_000))).isInstanceOf(VaultException.class);
      security.unlock();
      assertHolds(old);
    }
    parcel.write(bytes(7_000));
    assertHolds(bytes(7_000));
  }

  @Test
  void read_changedByAnotherTool_isDamaged() throws IOException {
    parcel.write(bytes(6_000));
    String head = String.valueOf(keychain.read("head"));

    for (String text : new String[] {"", "secret", "pawl1.a.1.x.y", head + "A", "pawl1.a.99..."}) {
      keychain.write("head", text);
      assertThat(parcel.read().state()).as(text).isEqualTo(State.DAMAGED);
    }
    keychain.write("head", head);
    keychain.delete("b1");
    keychain.delete("a1");
    assertThat(parcel.read().state()).isEqualTo(State.DAMAGED);
  }

  @Test
  void delete_manyParts_leavesNothing() throws IOException {
    parcel.write(bytes(9_000));
    parcel.warmUp();

    parcel.delete();
    parcel.deleteReserve();

    assertThat(parcel.read().state()).isEqualTo(State.ABSENT);
    assertThat(security.items()).isZero();
  }
}
