package dev.pawl.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.benchmarks.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept with the sources is what the kept results generate. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void texts_areThoseThatAreKept() throws IOException {
    Map<Path, String> texts = new Documents(ROOT).texts(Names.all());

    for (Map.Entry<Path, String> text : texts.entrySet()) {
      assertThat(text.getKey()).as("run ./pawl bench report").content().isEqualTo(text.getValue());
    }
  }

  @Test
  void pictures_noneIsLeftOver() throws IOException {
    Path pictures = ROOT.resolve("docs").resolve("benchmarks");
    Map<Path, String> texts = new Documents(ROOT).texts(Names.all());

    if (Files.isDirectory(pictures)) {
      try (Stream<Path> kept = Files.list(pictures)) {
        assertThat(kept).allMatch(texts::containsKey);
      }
    }
  }

  @Test
  void results_readAndWrittenAgain_areTheSameText(@TempDir Path directory) throws IOException {
    Path again = directory.resolve("again.json");

    try (Stream<Path> kept = Files.list(ROOT.resolve("benchmarks").resolve("results"))) {
      for (Path file : kept.toList()) {
        ResultFile.write(ResultFile.read(file), again);

        assertThat(again).as(file.toString()).hasSameTextualContentAs(file);
      }
    }
  }

  @Test
  void results_keptOnes_areNoQuickRuns() throws IOException {
    Path results = ROOT.resolve("benchmarks").resolve("results");

    if (Files.isDirectory(results)) {
      try (Stream<Path> kept = Files.list(results)) {
        for (Path file : kept.toList()) {
          assertThat(ResultFile.read(file).conditions().quick()).as(file.toString()).isFalse();
        }
      }
    }
  }
}
