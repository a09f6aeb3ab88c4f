package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Which settings files were found to leave everything to the stored login: while they are the same,
 * a command need not parse them. One line in a file; losing it costs a parse.
 */
public final class SettingsMark {
  private static final int ROOM = 512;

  private final Path file;

  SettingsMark(Path file) {
    this.file = file;
  }

  /** Whether {@code identities} are the marked ones. Files that are all absent need no mark. */
  public boolean covers(List<FileIdentity> identities) throws IOException {
    boolean absent = true;
    for (int i = 0; i < identities.size(); i++) {
      absent &= identities.get(i).key() == 0;
    }
    return absent || isMarked(identities);
  }

  private boolean isMarked(List<FileIdentity> identities) throws IOException {
    if (!file.toFile().isFile()) {
      return false;
    }
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return Arrays.equals(in.readNBytes(ROOM), text(identities));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Marks {@code identities}. */
  public void write(List<FileIdentity> identities) throws IOException {
    DurableFile.create(file);
    DurableFile.write(file, text(identities));
  }

  /* Spelled out: a warm command loads neither formatter nor string concatenation. */
  private static byte[] text(List<FileIdentity> identities) {
    StringBuilder text = new StringBuilder("pawl-settings-1");
    for (int i = 0; i < identities.size(); i++) {
      FileIdentity file = identities.get(i);
      text.append(' ').append(file.key());
      text.append(' ').append(file.size());
      text.append(' ').append(file.modified());
    }
    return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }
}
