package dev.pawl.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.file.MemoryFile;
import dev.pawl.file.MemoryFile.Sight;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.GrantFormat.Parent;
import dev.pawl.store.Sample;
import dev.pawl.vault.EntryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A place in memory that is somebody else's by the time it is looked at again. */
@EnabledOnOs(OS.LINUX)
class ParkingTest {
  private static final int STRANGER = 4711;
  private static final EntryName ENTRY = EntryName.of(Path.of("/state"), "default");

  private MemoryFile last;
  private Path place;

  @BeforeEach
  void park() {
    Parking made = new Parking(ENTRY, null);
    made.reserve();
    last = Objects.requireNonNull(made.file());
    place = Objects.requireNonNull(last.path().getParent());
    assertThat(made.write(GrantFormat.write(Sample.grant(8), Parent.of(Sample.grant(7))))).isTrue();
  }

  @AfterEach
  void clean() throws IOException {
    for (Path path : List.of(place, aside())) {
      if (Files.isSymbolicLink(path)) {
        Files.delete(path);
      } else if (Files.exists(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  @Test
  void recall_placeAsItWasMade_findsWhatWaits() throws IOException {
    Parking again = recalled();

    assertThat(last.look()).isEqualTo(Sight.HERE);
    assertThat(Objects.requireNonNull(again.read()).grant()).isEqualTo(Sample.grant(8));
  }

  @Test
  void recall_directoryOpenToOthers_isUnseenUntilItIsClosed() throws IOException {
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    Parking open = recalled();
    Sight seen = last.look();

    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));

    assertThat(open.file()).isNull();
    assertThat(open.read()).isNull();
    assertThat(seen).isEqualTo(Sight.UNSEEN);
    assertThat(Objects.requireNonNull(recalled().read()).grant()).isEqualTo(Sample.grant(8));
  }

  @Test
  void recall_symbolicLinkInItsPlace_isGoneAndWhatItNamesIsLeftAlone() throws IOException {
    Files.move(place, aside());
    Files.createSymbolicLink(place, aside());

    Parking linked = recalled();
    linked.delete();

    assertThat(last.look()).isEqualTo(Sight.GONE);
    assertThat(linked.file()).isNull();
    assertThat(aside().resolve(last.path().getFileName())).isRegularFile();
  }

  @Test
  void recall_directoryOfAnotherUser_isGoneAndNothingIsReadOrWrittenThere() throws IOException {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(place, "unix:uid")),
        "only root can give a directory away");
    Files.setAttribute(place, "unix:uid", STRANGER);

    Parking foreign = recalled();
    foreign.reserve();
    Path elsewhere = Objects.requireNonNull(foreign.file()).path();
    foreign.delete();

    assertThat(last.look()).isEqualTo(Sight.GONE);
    assertThat(elsewhere).doesNotExist().isNotEqualTo(last.path());
    assertThat(last.path()).isRegularFile();
  }

  @Test
  void recall_directoryThatVanished_isEmptyAndNotMadeAgain() throws IOException {
    Files.move(place, aside());

    Parking vanished = recalled();
    boolean empty = vanished.read() == null;
    vanished.reserve();
    Path elsewhere = Objects.requireNonNull(vanished.file()).path();
    boolean again = Files.exists(place);
    vanished.delete();

    assertThat(last.look()).isEqualTo(Sight.HERE);
    assertThat(empty).isTrue();
    assertThat(again).isFalse();
    assertThat(elsewhere.getParent()).isNotEqualTo(place);
  }

  @Test
  void reserve_processThatMadeRoomWasKilled_removesWhatItLeft(@TempDir Path state)
      throws Exception {
    Process dead = ParkingProcess.start(state);
    Path left = Path.of(dead.inputReader().readLine());
    Process alive = ParkingProcess.start(state);
    Path kept = Path.of(alive.inputReader().readLine());
    boolean before = Files.isDirectory(left);
    dead.destroyForcibly().waitFor();

    Parking next = new Parking(EntryName.of(state, "other"), null);
    next.reserve();
    boolean living = Files.isDirectory(kept);
    next.delete();
    alive.destroyForcibly().waitFor();
    Parking last = new Parking(EntryName.of(state, "other"), null);
    last.reserve();
    last.delete();

    assertThat(before).isTrue();
    assertThat(living).isTrue();
    assertThat(left).doesNotExist();
    assertThat(kept).doesNotExist();
  }

  private Parking recalled() {
    Parking parking = new Parking(ENTRY, null);
    parking.recall(last);
    return parking;
  }

  private Path aside() {
    return place.resolveSibling(place.getFileName() + "-aside");
  }
}
