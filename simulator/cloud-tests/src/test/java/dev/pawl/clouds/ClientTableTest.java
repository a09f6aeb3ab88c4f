package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of clients and situations in docs/clouds.md names tests that there are. */
final class ClientTableTest {
  private static final Path ROOT = Path.of("../..");
  private static final int SITUATIONS = 7;

  @Test
  void table_eachCell_namesATest() throws IOException {
    List<List<String>> rows = rows();

    assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
    for (List<String> row : rows) {
      assertThat(row).as(row.get(0)).hasSize(2 + SITUATIONS);
      String tests = sources(row.get(1));
      for (String cell : row.subList(2, row.size())) {
        for (String name : cell.split(", ", -1)) {
          assertThat(tests).as(row.get(0)).containsPattern("void " + Pattern.quote(bare(name)));
        }
      }
    }
  }

  private static List<List<String>> rows() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(ROOT.resolve("docs/clouds.md"))) {
      inside |= line.startsWith("| client | class |");
      inside &= line.startsWith("|");
      if (inside && !line.startsWith("|---") && !line.startsWith("| client |")) {
        List<String> cells = Stream.of(line.split("[|]", -1)).map(String::strip).toList();
        rows.add(cells.subList(1, cells.size() - 1)); // nothing stands before and behind the bars
      }
    }
    return rows;
  }

  private static String sources(String cell) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : cell.split(", ", -1)) {
      all.append(source(bare(name)));
    }
    return all.toString();
  }

  private static String source(String name) throws IOException {
    Path clouds = ROOT.resolve("simulator/cloud-tests/src/test/java/dev/pawl/clouds");
    Path clients = ROOT.resolve("simulator/client-tests/src/test/java/dev/pawl/clients");
    Path file = clouds.resolve(name + ".java");
    return Files.readString(Files.exists(file) ? file : clients.resolve(name + ".java"));
  }

  private static String bare(String cell) {
    return cell.replace("`", "");
  }
}
