package dev.pawl.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses a state directory whose owner, permissions or file system cannot be trusted. */
public final class TrustedDirectory {
  /**
   * File systems of one machine, as mount tables of Linux, macOS and the BSDs name them. All others
   * may be shared by several hosts, or belong to a host that we do not see: locks, renames and
   * mapped memory over these have failed people; see docs/protocol.md.
   */
  private static final Set<String> LOCAL =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "zfs",
          "f2fs",
          "bcachefs",
          "jfs",
          "reiserfs",
          "reiser4",
          "nilfs2",
          "overlay",
          "overlayfs",
          "aufs",
          "tmpfs",
          "ramfs",
          "rootfs",
          "ecryptfs",
          "ubifs",
          "jffs2",
          "ntfs",
          "ntfs3",
          "vfat",
          "msdos",
          "exfat",
          "apfs",
          "hfs",
          "hfsplus",
          "ufs",
          "ffs",
          "hammer2",
          "nullfs",
          "simfs",
          "sdcardfs",
          "wslfs",
          "lxfs");

  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;

  private static final String OVERRIDE = "PAWL_ALLOW_FILE_SYSTEM";

  private TrustedDirectory() {}

  public static void check(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw new StoreException(
          directory, "is a symbolic link; set PAWL_HOME to the directory it points to");
    }
    String type = Files.getFileStore(directory).type();
    String refusal = refusal(type, System.getenv(OVERRIDE));
    if (refusal != null) {
      throw new StoreException(directory, refusal);
    }
    FileTrust.Flaw flaw = FileTrust.ofDirectory(directory);
    if (flaw != null) {
      throw new StoreException(flaw.at(), flaw.problem() + elsewhere(flaw, directory));
    }
  }

  private static String elsewhere(FileTrust.Flaw flaw, Path directory) {
    return flaw.at().equals(directory) && flaw.problem().startsWith("belongs")
        ? "; run it as the owner (without sudo) or set PAWL_HOME to a directory of its own"
        : "";
  }

  /** Whether {@code directory} is one, no link, this user's, and nobody else may write to it. */
  public static boolean isPrivate(Path directory) {
    Map<String, Object> found = attributes(directory);
    return isDirectory(found) && FileTrust.isPrivate(found);
  }

  /** Whether {@code directory} is one, no link, and this user's, whoever else may write to it. */
  public static boolean isOwn(Path directory) {
    Map<String, Object> found = attributes(directory);
    return isDirectory(found) && FileTrust.isOwn(found);
  }

  private static Map<String, Object> attributes(Path path) {
    try {
      return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Map.of();
    }
  }

  private static boolean isDirectory(Map<String, Object> found) {
    return found.get("mode") instanceof Integer bits && (bits & TYPE) == DIRECTORY;
  }

  /**
   * Why a state directory may not lie on a file system of {@code type}; null if it may.
   *
   * @param allowed the type that the user vouches for; null if none
   */
  static @Nullable String refusal(String type, @Nullable String allowed) {
    String name = type.toLowerCase(Locale.ROOT);
    if (LOCAL.contains(name) || name.equals(allowed)) {
      return null;
    }
    return "lies on a file system of type "
        + name
        + ", which is not known to be local: locks that several hosts share are not trusted; set"
        + " PAWL_HOME to a local directory, or "
        + OVERRIDE
        + "="
        + name
        + " if you know that they work";
  }
}
