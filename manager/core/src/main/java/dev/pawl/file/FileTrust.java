package dev.pawl.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether nobody but this process's user and root can replace what lies at a path: each directory
 * on the way, and each symbolic link that is followed, belongs to one of the two, and no other user
 * may write to it. A directory with the sticky bit may be on the way, since nobody can rename what
 * is another's there. Where a file system knows no owners all is trusted. Thread-safe.
 */
public final class FileTrust {
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int STICKY = 0001000;
  private static final int OTHERS_MAY_WRITE = 0022;
  private static final int MOST_LINKS = 40;

  /** What {@code last} of a path is to be. */
  private enum Last {
    MINE,
    READ,
    SHARED
  }

  private FileTrust() {}

  /**
   * What makes a path unsafe.
   *
   * @param at the file or directory to be mended
   * @param problem what is wrong with it, and the command that mends it
   */
  public record Flaw(Path at, String problem) {
    /** The whole sentence. */
    public String sentence() {
      return at + " " + problem;
    }
  }

  /**
   * What is wrong with {@code directory} as a place that only this user may change; null if
   * nothing.
   *
   * @throws NoSuchFileException if a part of the path is not there
   */
  public static @Nullable Flaw ofDirectory(Path directory) throws IOException {
    return walk(directory, Last.MINE);
  }

  /**
   * What is wrong with {@code file} as one that decides what this user does; root's will do; null
   * if nothing is wrong.
   *
   * @throws NoSuchFileException if a part of the path is not there
   */
  public static @Nullable Flaw ofFile(Path file) throws IOException {
    return walk(file, Last.READ);
  }

  /**
   * As {@link #ofFile}, of a file with a secret, which no other user may read; root's may be read
   * by its group, as its reader has to be in it.
   *
   * @throws NoSuchFileException if a part of the path is not there
   */
  public static @Nullable Flaw ofSecretFile(Path file) throws IOException {
    Flaw flaw = ofFile(file);
    if (flaw != null || !isKnown(file)) {
      return flaw;
    }
    Map<String, Object> found = Files.readAttributes(file, "unix:uid,mode");
    boolean mine = Self.USER == null || Self.USER.equals(found.get("uid"));
    boolean open = (mode(found) & (mine ? 0077 : 0007)) != 0;
    String command = (mine ? "chmod 600 " : "sudo chmod o-rwx ") + word(file);
    return open ? new Flaw(file, "is open to others; " + command) : null;
  }

  /**
   * What is wrong with {@code directory} as a place for a directory of a random name, as {@code
   * /tmp} is one; null if nothing.
   *
   * @throws NoSuchFileException if a part of the path is not there
   */
  public static @Nullable Flaw ofSharedDirectory(Path directory) throws IOException {
    return walk(directory, Last.SHARED);
  }

  /**
   * Whether a file with these attributes of the view {@code unix} is this user's own and nobody
   * else may write to it.
   */
  public static boolean isPrivate(Map<String, Object> attributes) {
    return (mode(attributes) & OTHERS_MAY_WRITE) == 0 && isOwn(attributes);
  }

  /** Whether a file with these attributes of the view {@code unix} is this user's own. */
  static boolean isOwn(Map<String, Object> attributes) {
    Object user = Self.USER;
    return user == null || user.equals(attributes.get("uid"));
  }

  /** Whether {@code path} lies where owners and modes are known. */
  public static boolean isKnown(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /* As the kernel resolves a path, name by name, so that every step is seen, links included. */
  private static @Nullable Flaw walk(Path path, Last last) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path at = absolute.getRoot();
    if (at == null || !isKnown(path)) {
      return null;
    }
    Deque<Path> rest = new ArrayDeque<>();
    for (int i = 0;
        i < absolute.getNameCount();
        i++) { // a lambda costs a cold process milliseconds
      rest.addLast(absolute.getName(i));
    }
    Flaw flaw = flaw(at, attributes(at), null);
    int links = 0;
    while (flaw == null && !rest.isEmpty()) {
      Path name = rest.removeFirst();
      Path next = at.resolve(name).normalize();
      Map<String, Object> attributes = attributes(next);
      boolean link = (mode(attributes) & TYPE) == LINK;
      flaw = flaw(next, attributes, rest.isEmpty() && !link ? last : null);
      if (!link) {
        at = next;
      } else if (++links > MOST_LINKS) {
        throw new IOException(path + " has too many symbolic links");
      } else {
        at = follow(Files.readSymbolicLink(next), at, rest);
      }
    }
    return flaw;
  }

  private static Path follow(Path target, Path from, Deque<Path> rest) {
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      rest.addFirst(target.getName(i));
    }
    Path root = target.getRoot();
    return root == null ? from : root;
  }

  private static @Nullable Flaw flaw(Path step, Map<String, Object> attributes, @Nullable Last last)
      throws IOException {
    Object user = Self.USER;
    Object owner = attributes.get("uid");
    if (user != null && !user.equals(owner) && !isRoots(owner, last)) {
      return foreign(step, owner, user, last);
    }
    int mode = mode(attributes);
    boolean shielded = (mode & STICKY) != 0 && (last == null || last == Last.SHARED);
    boolean open = (mode & TYPE) != LINK && (mode & OTHERS_MAY_WRITE) != 0 && !shielded;
    if (!open || Files.getFileStore(step).isReadOnly()) {
      return null;
    }
    boolean others = user != null && !user.equals(owner);
    String command = (others ? "sudo " : "") + "chmod go-w " + word(step);
    return new Flaw(step, "can be written by other users; " + command);
  }

  private static boolean isRoots(@Nullable Object owner, @Nullable Last last) {
    return last != Last.MINE && Integer.valueOf(0).equals(owner);
  }

  private static Flaw foreign(Path step, @Nullable Object owner, Object user, @Nullable Last last) {
    String theirs = "belongs to user " + owner + ", ";
    if (last == Last.MINE) {
      return new Flaw(step, theirs + "but this process runs as user " + user);
    }
    return new Flaw(
        step,
        last == Last.READ
            ? theirs + "who could change it; put a file of this user's own in its place"
            : theirs + "who could replace what lies below it");
  }

  private static Map<String, Object> attributes(Path step) throws IOException {
    return Files.readAttributes(step, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Map<String, Object> attributes) {
    return attributes.get("mode") instanceof Integer bits ? bits : -1;
  }

  /** {@code path} as a word that a POSIX shell reads back. */
  static String word(Path path) {
    String text = path.toString();
    boolean plain =
        text.chars()
            .allMatch(
                c -> c < 128 && (Character.isLetterOrDigit(c) || "/._-+@%:,=".indexOf(c) >= 0));
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Apart, so that it is asked for once. */
  private static final class Self {
    /** The effective user's number; null where the system does not tell. */
    static final @Nullable Object USER = user();

    private static @Nullable Object user() {
      try {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        return null;
      }
    }
  }
}
