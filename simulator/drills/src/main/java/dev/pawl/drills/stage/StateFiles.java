package dev.pawl.drills.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that the processes share, as anybody with a text editor sees them.
 *
 * @param root the state directory, as the runner reaches it
 * @param profile name of the login
 */
public record StateFiles(Path root, String profile) {
  /** Returns the file of the login. */
  public Path grant() {
    return root.resolve("grants").resolve(profile + ".json");
  }

  /** Returns the successor that is being saved. */
  public Path next() {
    return grant().resolveSibling(profile + ".json.next");
  }

  /** Returns the last good copy. */
  public Path copy() {
    return grant().resolveSibling(profile + ".json.copy");
  }

  /** Returns the record of spends. */
  public Path journal() {
    return grant().resolveSibling(profile + ".journal");
  }

  /** Returns the lock file. */
  public Path lock() {
    return root.resolve("lock");
  }

  /** Returns the shared cache where it lies beside the store. */
  public Path cache() {
    return root.resolve("cache");
  }

  /** Deletes the shared cache, if it lies beside the store. */
  public void deleteCache() throws IOException {
    if (Files.isDirectory(cache())) {
      try (Stream<Path> inside = Files.walk(cache())) {
        for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
    Files.deleteIfExists(cache());
  }

  /** Returns the stored login; empty if there is no file. */
  public Optional<ObjectNode> read() throws IOException {
    return Files.exists(grant())
        ? Optional.of(StrictJson.object(Files.readString(grant())))
        : Optional.empty();
  }

  /** Returns the stored refresh token; empty if there is none. */
  public Optional<String> refreshToken() throws IOException {
    return read().map(members -> members.get("refresh_token")).map(JsonNode::asText);
  }

  /** Returns the stored generation; 0 if there is no login. */
  public long generation() throws IOException {
    return read().map(members -> members.path("generation").asLong()).orElse(0L);
  }

  /** Changes members of the stored login as another tool would: by a new file in its place. */
  public void edit(Map<String, ?> changes) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    read().orElseThrow().properties().forEach(e -> members.put(e.getKey(), e.getValue()));
    members.putAll(changes);
    Path fresh = grant().resolveSibling("other-tool");
    Files.writeString(fresh, StrictJson.write(members));
    Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(grant()));
    Files.move(fresh, grant(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns in words what is wrong with the files: who may read them, and whether they parse. */
  List<String> unsound() throws IOException {
    List<String> unsound = new ArrayList<>();
    for (Path path : all()) {
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      if (!mode.equals(Files.isDirectory(path) ? "rwx------" : "rw-------")) {
        unsound.add("I4: " + path.getFileName() + " has mode " + mode);
      }
    }
    try {
      if (read().filter(members -> members.path("refresh_token").isTextual()).isEmpty()) {
        unsound.add("I4: the stored login has no refresh token");
      }
    } catch (IllegalArgumentException e) {
      unsound.add("I4: the stored login cannot be parsed: " + e.getMessage());
    }
    return unsound;
  }

  /** Returns every file and directory, the root first. */
  public List<Path> all() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.toList();
    }
  }
}
