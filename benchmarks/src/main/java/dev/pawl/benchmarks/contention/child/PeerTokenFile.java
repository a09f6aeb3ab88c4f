package dev.pawl.benchmarks.contention.child;

import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The credentials file that the peers share: JSON, replaced by renaming, never fsynced.
 *
 * @param access the access token
 * @param refresh the refresh token
 * @param expiresAt the end of the access token, epoch milliseconds
 */
record PeerTokenFile(String access, String refresh, long expiresAt) {
  static PeerTokenFile read(Path file) throws IOException {
    Fields fields = Fields.read(Files.readAllBytes(file));
    return new PeerTokenFile(
        fields.text("access_token"), fields.text("refresh_token"), fields.integer("expires_at", 0));
  }

  void write(Path file) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("access_token", access);
    fields.put("refresh_token", refresh);
    fields.put("expires_at", expiresAt);
    Path fresh = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    Files.write(fresh, Json.write(fields).getBytes(StandardCharsets.US_ASCII));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String toString() {
    return "TokenFile[expiresAt=" + expiresAt + "]";
  }
}
