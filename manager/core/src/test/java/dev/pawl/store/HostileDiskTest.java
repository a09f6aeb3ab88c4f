package dev.pawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.process.NeededTool;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat.Parent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real refusals of a real kernel, in mount namespaces of child JVMs (Linux). */
class HostileDiskTest {
  private static final int KILLS = 10;

  @TempDir Path directory;

  @BeforeEach
  void requireNamespaces() throws Exception {
    NeededTool.require("unshare", "-Urm", "true");
    store(1);
  }

  @Test
  void save_fileIsABindMount_isWrittenInPlace() throws Exception {
    String script = bound();

    List<String> said =
        StoreProcess.output(StoreProcess.startAfter(script, "prepare", directory.toString()));

    assertThat(said).containsExactly("saved", "2");
    assertThat(Sample.store(directory).readGrant()).isEqualTo(Sample.grant(2));
    assertThat(directory.resolve("default.json.next")).doesNotExist();
  }

  @Test
  void save_killedWhileWritingInPlace_alwaysRecovers() throws Exception {
    Random random = new Random(20_261_121);
    long saved = 1;

    for (int kill = 0; kill < KILLS; kill++) {
      Process child = StoreProcess.startAfter(bound(), "save", directory.toString());
      long last = read(child, 1 + random.nextInt(200), saved);
      spin(random.nextInt(400_000));
      child.destroyForcibly().waitFor();
      FileStore store = Sample.store(directory);
      Grant recovered = Objects.requireNonNull(store.recover(0, spent -> false).grant());

      assertThat(recovered.generation()).isGreaterThanOrEqualTo(last);
      assertThat(recovered).isEqualTo(Sample.grant(recovered.generation()));
      saved = recovered.generation();
    }
  }

  @Test
  void prepare_diskFull_saysSoAndLeavesTheGrant() throws Exception {
    String script = tmpfs("size=64k") + "; head -c 1m /dev/zero >" + directory + "/x || true";

    List<String> said =
        StoreProcess.output(StoreProcess.startAfter(script, "prepare", directory.toString()));

    assertThat(said).hasSize(2);
    assertThat(said.get(0)).contains("default.json.next", "free some space");
    assertThat(said.get(1)).isEqualTo("1");
  }

  @Test
  void prepare_noInodeLeft_saysSoAndLeavesTheGrant() throws Exception {
    String script =
        tmpfs("size=4m,nr_inodes=4") + "; touch " + directory + "/1 " + directory + "/2 || true";

    List<String> said =
        StoreProcess.output(StoreProcess.startAfter(script, "prepare", directory.toString()));

    assertThat(said).hasSize(2);
    assertThat(said.get(0)).contains("default.json.next", "inodes");
    assertThat(said.get(1)).isEqualTo("1");
  }

  @Test
  void prepare_fileSystemReadOnly_saysSoAndLeavesTheGrant() throws Exception {
    String script = tmpfs("size=4m") + "; mount -o remount,ro " + directory;

    List<String> said =
        StoreProcess.output(StoreProcess.startAfter(script, "prepare", directory.toString()));

    assertThat(said).hasSize(2);
    assertThat(said.get(0)).contains("default.json.next", "ead-only", "PAWL_HOME");
    assertThat(said.get(1)).isEqualTo("1");
  }

  private void store(long generation) throws IOException {
    Files.write(Sample.file(directory), GrantFormat.write(Sample.grant(generation), Parent.NONE));
  }

  private String bound() {
    return "mount --bind " + Sample.file(directory) + " " + Sample.file(directory);
  }

  /** Covers the directory with a small disk that holds a copy of the grant. */
  private String tmpfs(String options) {
    String copy = "\"$(cat " + Sample.file(directory) + ")\"";
    return "grant="
        + copy
        + "; mount -t tmpfs -o "
        + options
        + " tmpfs "
        + directory
        + "; printf '%s\\n' \"$grant\" >"
        + Sample.file(directory);
  }

  private static long read(Process child, int lines, long before) throws IOException {
    BufferedReader reader = StoreProcess.reader(child);
    long last = before;
    for (int i = 0; i < lines; i++) {
      String line = reader.readLine();
      assertThat(line).as("the child saves").isNotNull();
      last = Long.parseLong(line);
    }
    return last;
  }

  private static void spin(int turns) {
    for (int i = 0; i < turns; i++) {
      Thread.onSpinWait();
    }
  }
}
