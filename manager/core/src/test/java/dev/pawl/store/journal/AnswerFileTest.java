package dev.pawl.store.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.file.StoreException;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.SecretReference;
import dev.pawl.store.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AnswerFileTest {
  private static final AnswerBond FIRST = bond(1);
  private static final AnswerBond SECOND = bond(2);

  @TempDir Path directory;
  private AnswerFile answer;

  @BeforeEach
  void name() {
    answer = AnswerFile.of(Sample.file(directory));
  }

  @Test
  void read_writtenInPieces_isAllThatArrivedAndToWhomItBelongs() throws IOException {
    keep(FIRST, "HTTP/1.1 200 OK", " and so on");

    UnjudgedAnswer left = Objects.requireNonNull(answer.read());

    assertThat(left.bond()).isEqualTo(FIRST);
    assertThat(left.sentAt()).isEqualTo(1_234);
    assertThat(left.bytes()).asString(UTF_8).isEqualTo("HTTP/1.1 200 OK and so on");
    assertThat(left.ended()).isTrue();
    assertThat(left.toString()).doesNotContain("HTTP");
  }

  @Test
  void begin_fileOfAnEarlierAttempt_isErasedPrivateAndHasRoom() throws IOException {
    keep(FIRST, "the old secret");

    answer.begin(SECOND).close();

    byte[] bytes = Files.readAllBytes(answer.file());
    assertThat(bytes).hasSize(32 << 10).containsOnly(0);
    assertThat(answer.read()).isNull();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(answer.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void read_newHeadOverAnOldBody_isNothingOfTheOldAnswer() throws IOException {
    keep(FIRST, "the old answer");
    byte[] mixed = Files.readAllBytes(answer.file());
    byte[] head = AnswerFormat.head(SECOND, 1_234);
    System.arraycopy(head, 0, mixed, 0, head.length);
    Files.write(answer.file(), mixed);

    UnjudgedAnswer left = Objects.requireNonNull(answer.read());

    assertThat(left.bond()).isEqualTo(SECOND);
    assertThat(left.bytes()).isEmpty();
  }

  @Test
  void read_clientWithASecret_isBoundToItAsItAuthenticates() throws IOException {
    ClientAuthentication told =
        new ClientAuthentication(
            ClientAuthentication.Method.CLIENT_SECRET_BASIC, SecretReference.parse("env:SECRET"));
    AnswerBond bond = new AnswerBond(1, 1, FIRST.fingerprint(), FIRST.client().with(told), false);
    keep(bond, "the answer");

    UnjudgedAnswer left = Objects.requireNonNull(answer.read());

    assertThat(left.bond()).isEqualTo(bond);
    assertThat(left.bytes()).asString().isEqualTo("the answer");
  }

  @Test
  void read_askedForAnAudience_isBoundToThatRequest() throws IOException {
    ClientAuthentication told =
        new ClientAuthentication(
            ClientAuthentication.Method.CLIENT_SECRET_POST, SecretReference.parse("env:SECRET"));
    AnswerBond open =
        new AnswerBond(
            1, 1, FIRST.fingerprint(), FIRST.client(), false, false, "audience=a&scope=b");
    AnswerBond secret =
        new AnswerBond(2, 1, FIRST.fingerprint(), FIRST.client().with(told), true, true, "scope=b");

    keep(open, "one");
    AnswerBond first = Objects.requireNonNull(answer.read()).bond();
    keep(secret, "two");
    AnswerBond second = Objects.requireNonNull(answer.read()).bond();

    assertThat(first).isEqualTo(open);
    assertThat(second).isEqualTo(secret);
  }

  @Test
  void read_cutOrBrokenAnywhere_isABeginningOfTheAnswerOrNothing() throws IOException {
    keep(FIRST, "one", "two", "three");
    byte[] whole = Arrays.copyOf(Files.readAllBytes(answer.file()), 400);

    for (int at = 0; at < whole.length; at++) {
      byte[] broken = whole.clone();
      broken[at] ^= 1;
      Files.write(answer.file(), at % 2 == 0 ? broken : Arrays.copyOf(whole, at));

      UnjudgedAnswer left = answer.read();

      if (left != null) {
        assertThat("onetwothree").as("at %d", at).startsWith(new String(left.bytes(), UTF_8));
        assertThat(left.bond()).isEqualTo(FIRST);
      }
    }
  }

  @Test
  void received_afterTheEnd_isLeftOutAndStopsNobody() throws IOException {
    AnswerLog log = answer.begin(FIRST);
    log.sending(1);
    log.received("whole".getBytes(UTF_8), 0, 5);
    log.close();

    assertThatCode(() -> log.received("late".getBytes(UTF_8), 0, 4)).doesNotThrowAnyException();
    assertThatCode(() -> log.sending(2)).doesNotThrowAnyException();
    assertThatCode(log::ended).doesNotThrowAnyException();

    assertThat(Objects.requireNonNull(answer.read()).bytes()).asString(UTF_8).isEqualTo("whole");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void begin_diskFull_saysSoBeforeAnythingIsSent() {
    assertThatThrownBy(() -> AnswerLog.open(Path.of("/dev/full"), FIRST, 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("No space left");
  }

  @Test
  void wipe_nothingThere_isNoFailure() throws IOException {
    keep(FIRST, "secret");

    answer.wipe();
    answer.wipe();

    assertThat(answer.file()).doesNotExist();
    assertThat(answer.isThere()).isFalse();
  }

  private void keep(AnswerBond bond, String... pieces) throws IOException {
    try (AnswerLog log = answer.begin(bond)) {
      log.sending(1_234);
      for (String piece : pieces) {
        byte[] bytes = ("--" + piece).getBytes(UTF_8);
        log.received(bytes, 2, bytes.length - 2);
      }
      log.ended();
    }
  }

  private static AnswerBond bond(long attempt) {
    return new AnswerBond(attempt, 7, Sample.fingerprint(7), Sample.CLIENT, true);
  }
}
