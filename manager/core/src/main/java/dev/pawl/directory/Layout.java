package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * How the files of the profiles lie in a state directory. Chosen when the directory is made and
 * never changed; what {@code grants} is tells which it is: a directory, or a file (docs/adr/0013).
 */
public enum Layout {
  /** All in {@code grants/}. */
  FLAT,
  /** In 256 directories, {@code shards/00} to {@code shards/ff}: for many profiles. */
  SHARDED;

  private static final int SHARDS = 256;

  /* A version that knows no shards finds a file where it needs a directory, and goes no further. */
  private static final String FENCE =
      """
      The logins of this directory lie in 'shards', see docs/formats.md. This file keeps out
      versions of Pawl that do not know of that; upgrade them.
      """;

  /** The layout of the state directory at {@code path}; FLAT if it has none yet. */
  static Layout of(Path path) {
    return Files.isRegularFile(grants(path)) ? SHARDED : FLAT;
  }

  /** Where the files of {@code profile} lie. */
  Path place(Path path, String profile) {
    return this == FLAT ? grants(path) : shard(path, shardOf(profile));
  }

  /** Every directory that holds files of profiles. */
  List<Path> places(Path path) {
    List<Path> places = new ArrayList<>();
    for (int n = 0; n < (this == FLAT ? 1 : SHARDS); n++) {
      places.add(this == FLAT ? grants(path) : shard(path, n));
    }
    return places;
  }

  /**
   * Makes what is missing; whoever made another layout meanwhile was first.
   *
   * @return the layout that the directory has
   */
  Layout prepare(Path path) throws IOException {
    if (this == SHARDED && Files.notExists(grants(path))) {
      makeShards(path);
    }
    if (of(path) == SHARDED) {
      return SHARDED;
    }
    try {
      DurableFile.createDirectory(grants(path));
      return FLAT;
    } catch (StoreException e) {
      if (of(path) == SHARDED) {
        return SHARDED;
      }
      throw e;
    }
  }

  /* The fence comes last: where it stands, every shard is there and on the disk. */
  private void makeShards(Path path) throws IOException {
    for (Path shard : places(path)) {
      DurableFile.createDirectory(shard);
    }
    DurableFile.force(path.resolve("shards"));
    DurableFile.force(path);
    try {
      DurableFile.create(grants(path));
    } catch (StoreException e) {
      if (Files.isDirectory(grants(path))) {
        return;
      }
      throw e;
    }
    DurableFile.write(grants(path), FENCE.getBytes(StandardCharsets.US_ASCII));
    DurableFile.force(path);
  }

  private static int shardOf(String profile) {
    CRC32 sum = new CRC32();
    sum.update(profile.getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() % SHARDS);
  }

  private static Path grants(Path path) {
    return path.resolve("grants");
  }

  private static Path shard(Path path, int number) {
    String name = (number < 16 ? "0" : "") + Integer.toHexString(number);
    return path.resolve("shards").resolve(name);
  }
}
