package dev.pawl.store;

import dev.pawl.process.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses a state directory whose owner, permissions or file system cannot be trusted. */
final class TrustedDirectory {
  /** Sharing locks or renames over these has failed people; see docs/protocol.md. */
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "virtiofs", "drvfs");

  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int OTHERS_MAY_WRITE = 0022;

  private static final String OVERRIDE = "PAWL_ALLOW_FILE_SYSTEM";

  private TrustedDirectory() {}

  static void check(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw new StoreException(
          directory, "is a symbolic link; set PAWL_HOME to the directory it points to");
    }
    checkFileSystem(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      checkOwners(directory.toRealPath());
    }
  }

  static boolean isPrivate(Path directory) {
    try {
      Object user = effectiveUser();
      Map<String, Object> found =
          Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
      int mode = found.get("mode") instanceof Integer bits ? bits : -1;
      return (mode & (TYPE | OTHERS_MAY_WRITE)) == DIRECTORY
          && (user == null || user.equals(found.get("uid")));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  private static void checkOwners(Path directory) throws IOException {
    Object user = effectiveUser();
    for (Path step = directory; step != null; step = step.getParent()) {
      Object owner = Files.getAttribute(step, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      checkOwner(directory, step, owner, user);
      checkMode(step, step.equals(directory));
    }
  }

  private static void checkOwner(Path directory, Path step, Object owner, @Nullable Object user)
      throws StoreException {
    if (user == null || owner.equals(user)) {
      return;
    }
    if (step.equals(directory)) {
      throw new StoreException(
          step,
          "belongs to user "
              + owner
              + ", but this process runs as user "
              + user
              + "; run it as the owner (without sudo) or set PAWL_HOME to a directory of its own");
    }
    if (!owner.equals(0)) {
      throw new StoreException(
          step, "belongs to user " + owner + ", who could replace what lies below it");
    }
  }

  private static void checkMode(Path step, boolean last) throws IOException {
    Set<PosixFilePermission> mode =
        Files.readAttributes(step, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .permissions();
    boolean writable =
        mode.contains(PosixFilePermission.OTHERS_WRITE)
            || mode.contains(PosixFilePermission.GROUP_WRITE);
    int bits = (Integer) Files.getAttribute(step, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    boolean sticky = (bits & 01000) != 0;
    if (writable && (last || !sticky)) {
      throw new StoreException(
          step, "can be written by other users; chmod go-w " + ShellWord.of(step));
    }
  }

  private static void checkFileSystem(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
    boolean untrusted = REMOTE.contains(type) || type.startsWith("fuse");
    if (untrusted && !type.equals(System.getenv(OVERRIDE))) {
      throw new StoreException(
          directory,
          "lies on a file system of type "
              + type
              + ", whose locks are not trusted; set PAWL_HOME to a local directory, or "
              + OVERRIDE
              + "="
              + type
              + " if you know that they work");
    }
  }

  private static @Nullable Object effectiveUser() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self) ? Files.getAttribute(self, "unix:uid") : null;
  }
}
