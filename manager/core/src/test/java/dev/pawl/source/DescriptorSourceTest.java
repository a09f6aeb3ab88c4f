package dev.pawl.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.Credential;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token on a descriptor: read once and kept; anything odd about it is an error. */
@Timeout(60)
final class DescriptorSourceTest {
  @TempDir static Path directory;

  @Test
  void mint_twice_readsOnce() throws Exception {
    OpenDescriptor descriptor = OpenDescriptor.of(directory, "descriptor-token\n");
    DescriptorSource first = source(descriptor.number());

    Credential credential = first.mint(null);

    assertThat(credential.value()).isEqualTo("descriptor-token");
    assertThat(credential.kind()).isEqualTo(Credential.Kind.BEARER);
    overwrite(descriptor);
    assertThat(first.mint(null).value()).isEqualTo("descriptor-token");
    assertThat(source(descriptor.number()).mint(null).value()).isEqualTo("descriptor-token");
  }

  @Test
  void mint_rejected_givesNoOther() throws Exception {
    DescriptorSource source = source(OpenDescriptor.of(directory, "rejected-token").number());
    Credential credential = source.mint(null);

    assertThatThrownBy(() -> source.mint(credential.fingerprint()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("rejected")
        .hasMessageNotContaining("rejected-token");
  }

  @Test
  void isConfigured_emptyVariable_isNot() throws Exception {
    assertThat(source("").isConfigured()).isFalse();
    assertThat(source("").isEmpty()).isTrue();
    assertThat(DescriptorSource.of(Map.of()).isConfigured()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "three", "3 ", "0x3", "1", "2", "12345678", "4294967299", "999999"})
  void isConfigured_noSuchDescriptor_isAnError(String number) {
    DescriptorSource source = source(number);

    assertThatThrownBy(source::isConfigured)
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(DescriptorSource.VARIABLE);
    assertThatThrownBy(() -> source.mint(null)).isInstanceOf(SourceException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "first\nsecond\n", "first second", "caf\u00e9", "tab\there", "\u0000"})
  void mint_noToken_isAnErrorWithoutTheContent(String content) throws Exception {
    DescriptorSource source = source(OpenDescriptor.of(directory, content).number());

    assertThat(source.isConfigured()).isTrue();
    assertThatThrownBy(() -> source.mint(null))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(DescriptorSource.VARIABLE)
        .hasMessageNotContaining("first")
        .hasMessageNotContaining("caf");
  }

  @Test
  void isConfigured_hugeFile_isAnErrorUnread() throws Exception {
    Path huge = directory.resolve("huge");
    RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw");
    file.setLength(1L << 40);
    DescriptorSource source = source(OpenDescriptor.of(file, huge.toRealPath()).number());

    assertThatThrownBy(source::isConfigured).hasMessageContaining("more than a token");
    assertThatThrownBy(() -> source.mint(null)).hasMessageContaining("more than a token");
  }

  @Test
  void mint_endless_isAnErrorAfterSomeBytes() throws Exception {
    FileInputStream zeros = new FileInputStream("/dev/zero");
    DescriptorSource source = source(OpenDescriptor.of(zeros, Path.of("/dev/zero")).number());

    assertThatThrownBy(() -> source.mint(null)).isInstanceOf(SourceException.class);
  }

  @Test
  void mint_writerWritesNothing_isAnErrorInTime() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    RandomAccessFile both = new RandomAccessFile(fifo.toFile(), "rw");
    String number = OpenDescriptor.of(both, fifo.toRealPath()).number();
    DescriptorSource source =
        DescriptorSource.of(Map.of(DescriptorSource.VARIABLE, number), Duration.ofMillis(200));

    assertThatThrownBy(() -> source.mint(null)).hasMessageContaining("nobody writes");
    assertThatThrownBy(() -> source.mint(null)).hasMessageContaining("nobody writes");
  }

  private static DescriptorSource source(String number) {
    return DescriptorSource.of(Map.of(DescriptorSource.VARIABLE, number));
  }

  private static void overwrite(OpenDescriptor descriptor) throws IOException {
    Files.writeString(Path.of("/proc/self/fd", descriptor.number()), "another-token-by-far");
  }
}
