package dev.pawl.file;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Libraries that the launcher keeps apart: in a folder of their own below the one that a system
 * property names, so that no program opens them that does not need them.
 */
public final class JarFolder {
  private JarFolder() {}

  /** Whether a launcher has set {@code property}, which says where its folders are. */
  public static boolean isKnown(String property) {
    return System.getProperty(property) != null;
  }

  /**
   * A new loader of the jars in {@code folder} below the folder that {@code property} names; null
   * if there is no such folder.
   *
   * @throws IOException if it cannot be read
   */
  public static @Nullable ClassLoader loader(String property, String folder) throws IOException {
    String above = System.getProperty(property, "");
    if (above.isEmpty()) {
      return null;
    }
    try {
      Path place = Path.of(above, folder);
      return Files.isDirectory(place) ? loader(place) : null;
    } catch (InvalidPathException e) {
      throw new IOException("the libraries in " + above + " cannot be read", e);
    }
  }

  private static ClassLoader loader(Path place) throws IOException {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*.jar")) {
      for (Path file : files) {
        jars.add(file.toUri().toURL());
      }
    }
    return new URLClassLoader(jars.toArray(URL[]::new), JarFolder.class.getClassLoader());
  }
}
