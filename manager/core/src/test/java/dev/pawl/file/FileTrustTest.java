package dev.pawl.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.file.FileTrust.Flaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTrustTest {
  private static final int STRANGER = 4711;

  @TempDir Path parent;

  @Test
  void ofFile_ownPrivateFile_isTrusted() throws IOException {
    Path file = Files.createFile(parent.resolve("settings.json"));

    Flaw flaw = FileTrust.ofFile(file);

    assertThat(flaw).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw-----w-", "rw-rw-rw-"})
  void ofFile_othersMayWrite_namesTheCommandThatMendsIt(String mode) throws IOException {
    Path file = Files.createFile(parent.resolve("it's mine"));
    permit(file, mode);

    Flaw flaw = Objects.requireNonNull(FileTrust.ofFile(file));

    assertThat(flaw.at()).isEqualTo(file);
    assertThat(flaw.problem()).endsWith("chmod go-w '" + parent + "/it'\\''s mine'");
  }

  @Test
  void ofFile_belowADirectoryOthersMayWrite_namesThatDirectory() throws IOException {
    Path open = Files.createDirectory(parent.resolve("open"));
    Path file = Files.createFile(open.resolve("ca.pem"));
    permit(open, "rwxrwxrwx");

    Flaw flaw = Objects.requireNonNull(FileTrust.ofFile(file));

    assertThat(flaw.sentence())
        .isEqualTo(open + " can be written by other users; chmod go-w " + open);
  }

  @Test
  void ofFile_reachedByALinkInADirectoryOthersMayWrite_isNotTrusted() throws IOException {
    Path target = Files.createFile(parent.resolve("target"));
    Path open = Files.createDirectory(parent.resolve("open"));
    Path link = Files.createSymbolicLink(open.resolve("link"), Path.of("../target"));
    permit(open, "rwxrwxrwx");

    Flaw flaw = Objects.requireNonNull(FileTrust.ofFile(link));

    assertThat(FileTrust.ofFile(target)).isNull();
    assertThat(flaw.at()).isEqualTo(open);
  }

  @Test
  void ofFile_linkOfAStrangerInAStickyDirectory_isNotTrusted() throws IOException {
    Path target = Files.createFile(parent.resolve("target"));
    Path shared = Files.createDirectory(parent.resolve("shared"));
    Path link = Files.createSymbolicLink(shared.resolve("link"), target);
    Files.setAttribute(shared, "unix:mode", 01777);
    Flaw before = FileTrust.ofFile(link);

    giveAway(link);

    assertThat(before).isNull();
    assertThat(FileTrust.ofFile(link)).isNotNull();
  }

  @Test
  void ofFile_ofAStranger_isNotTrusted() throws IOException {
    Path file = Files.createFile(parent.resolve("identity.p12"));

    giveAway(file);

    assertThat(FileTrust.ofFile(file)).isNotNull();
  }

  @Test
  void ofDirectory_stickyAndOpenToAll_isNoPlaceOfOnesOwn() throws IOException {
    Path shared = Files.createDirectory(parent.resolve("shared"));
    Path below = Files.createDirectory(shared.resolve("below"));
    Files.setAttribute(shared, "unix:mode", 01777);

    assertThat(FileTrust.ofDirectory(shared)).isNotNull();
    assertThat(FileTrust.ofSharedDirectory(shared)).isNull();
    assertThat(FileTrust.ofDirectory(below)).isNull();
  }

  @Test
  void ofDirectory_madeByAStrangerInAStickyDirectory_isNotTrusted() throws IOException {
    Path shared = Files.createDirectory(parent.resolve("shared"));
    Path theirs = Files.createDirectory(shared.resolve("runtime"));
    Path below = Files.createDirectory(theirs.resolve("pawl"));
    Files.setAttribute(shared, "unix:mode", 01777);

    giveAway(theirs);

    assertThat(FileTrust.ofDirectory(theirs)).isNotNull();
    assertThat(FileTrust.ofDirectory(below)).isNotNull();
  }

  private static void permit(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)),
        "only root can give a file away");
    Files.setAttribute(path, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
  }
}
