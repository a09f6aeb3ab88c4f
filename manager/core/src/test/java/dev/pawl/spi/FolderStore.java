package dev.pawl.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A store as an application may bring it along: a file for each part. */
public record FolderStore(Path folder) implements CredentialStore {
  private static final int LIMIT = 2_048;

  @Override
  public String kind() {
    return "folder";
  }

  @Override
  public Entry entry(String directory, String profile) {
    return new Folder(folder.resolve(directory).resolve(profile));
  }

  private record Folder(Path path) implements Entry {
    @Override
    public String place() {
      return path.toString();
    }

    @Override
    public int limit() {
      return LIMIT;
    }

    @Override
    public @Nullable String read(String part) throws IOException {
      try {
        return Files.readString(path.resolve(part));
      } catch (NoSuchFileException e) {
        return null;
      }
    }

    @Override
    public void write(String part, String text) throws IOException {
      if (text.length() > LIMIT) {
        throw new IllegalArgumentException("more than " + LIMIT + " characters");
      }
      Files.createDirectories(path);
      Path next = Files.createTempFile(path, "next", "");
      Files.writeString(next, text);
      Files.move(next, path.resolve(part), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String part) throws IOException {
      Files.deleteIfExists(path.resolve(part));
    }
  }
}
