package dev.pawl.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.shell.Shell;
import dev.pawl.desktop.Clipboard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DialogueTest {
  private static final URI PAGE = URI.create("https://issuer.example/authorize?state=a%20b&x='y'");

  @TempDir Path directory;

  @Test
  void copy_clipboardToolIsThere_getsTheWholeAddressAndSaysSo() throws IOException {
    Path copied = directory.resolve("copied");
    Path tool = Files.writeString(directory.resolve("tool"), "#!/bin/sh\ncat > '" + copied + "'\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, UTF_8);
    Shell shell = new Shell(new ByteArrayInputStream(new byte[0]), err, err, Map.of());
    Clipboard clipboard = new Clipboard(List.of(List.of(tool.toString())));

    new Dialogue(shell, false, clipboard).copy(PAGE);

    assertThat(copied).hasContent(PAGE.toString());
    assertThat(said.toString(UTF_8)).contains("the address was copied").doesNotContain("issuer");
  }
}
