package dev.pawl.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import dev.pawl.store.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
  @TempDir Path parent;

  @Test
  void prepare_freshDirectoryForMany_isShardedForEverybody() throws IOException {
    StateDirectory made = directory().prepare(Layout.SHARDED);

    assertThat(made.layout()).isEqualTo(Layout.SHARDED);
    assertThat(directory().prepare().layout()).isEqualTo(Layout.SHARDED);
    assertThat(directory().found().layout()).isEqualTo(Layout.SHARDED);
    try (Stream<Path> paths = Files.walk(directory().path())) {
      assertThat(paths.filter(path -> !permissions(path).endsWith("------"))).isEmpty();
    }
  }

  @Test
  void prepare_directoryWithLogins_staysFlat() throws IOException {
    StateDirectory flat = directory().prepare();
    flat.store("default").replace(Sample.grant(1), null);

    StateDirectory wished = directory().prepare(Layout.SHARDED);

    assertThat(wished.layout()).isEqualTo(Layout.FLAT);
    assertThat(wished.store("default").readGrant()).isEqualTo(Sample.grant(1));
    assertThat(directory().path().resolve("shards")).doesNotExist();
  }

  @Test
  void prepare_killedBeforeTheFence_isUndecided() throws IOException {
    Files.createDirectories(directory().path().resolve("shards").resolve("00"));

    assertThat(directory().found().layout()).isEqualTo(Layout.FLAT);
    assertThat(directory().prepare(Layout.SHARDED).layout()).isEqualTo(Layout.SHARDED);
    assertThat(new Inspection(directory()).missing()).isEmpty();
  }

  @Test
  void prepare_killedBeforeTheFenceIsWritten_isSharded() throws IOException {
    directory().prepare(Layout.SHARDED);
    Files.write(directory().path().resolve("grants"), new byte[0]);

    assertThat(directory().prepare().layout()).isEqualTo(Layout.SHARDED);
  }

  @Test
  void fence_versionThatKnowsNoShards_refusesTheDirectory() throws IOException {
    StateDirectory sharded = directory().prepare(Layout.SHARDED);
    StateDirectory asOldOnesSee = directory();

    assertThatThrownBy(() -> DurableFile.createDirectory(sharded.path().resolve("grants")))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> asOldOnesSee.store("default").replace(Sample.grant(1), null))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void place_hundredThousandProfiles_fillsNoDirectory() {
    Map<Path, Long> profiles =
        IntStream.range(0, 100_000)
            .mapToObj(n -> Layout.SHARDED.place(parent, "customer-" + n))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(profiles).hasSize(256);
    assertThat(profiles.values()).allMatch(count -> count < 800);
  }

  @Test
  void place_knownName_neverChanges() {
    Path place = Layout.SHARDED.place(Path.of("/state"), "default");

    assertThat(place).isEqualTo(Path.of("/state/shards/df"));
  }

  @Test
  void inspection_shardedDirectory_seesEveryProfileAndWhatIsGone() throws IOException {
    StateDirectory sharded = directory().prepare(Layout.SHARDED);
    for (String name : new String[] {"b", "a", "c"}) {
      sharded.store(name).replace(Sample.grant(1), null);
    }
    Path empty = sharded.place("nobody");
    Files.delete(empty);

    Inspection inspection = new Inspection(directory());

    assertThat(inspection.profiles()).containsExactly("a", "b", "c");
    assertThat(inspection.missing()).containsExactly(empty);
    assertThat(inspection.exposed()).isEmpty();
  }

  private StateDirectory directory() {
    return new StateDirectory(parent.resolve("state"));
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
