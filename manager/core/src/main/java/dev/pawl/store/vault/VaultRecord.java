package dev.pawl.store.vault;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.NewerFormatException;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.Successor;
import dev.pawl.vault.EntryName;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a profile's file when its secrets lie in a vault: which vault, under which name,
 * and all of the grant that is no secret (docs/formats.md). It is replaced after each change in the
 * vault, so its identity tells of the change, and it tells every process where to look.
 *
 * @param kind of the vault
 * @param entry under which the secrets lie
 * @param withoutSecrets the grant without its secrets
 */
public record VaultRecord(String kind, EntryName entry, Grant withoutSecrets) {
  private static final int VERSION = 2;
  private static final String KIND = "vault";
  private static final String ENTRY = "entry";

  /** The record of {@code grant}. */
  static VaultRecord of(String kind, EntryName entry, Grant grant) {
    TokenSet tokens = grant.tokens();
    TokenSet times = new TokenSet(null, tokens.issuedAt(), tokens.expiresAt(), null);
    Map<String, @Nullable Object> open = open(grant.extras());
    ProofKey key = ProofKey.of(grant);
    if (key != null) {
      open.put(ProofKey.MARK, key.thumbprint());
    }
    Grant withoutSecrets =
        new Grant(grant.generation(), grant.origin(), grant.client(), times, open);
    return new VaultRecord(kind, entry, withoutSecrets);
  }

  /* Nobody knows whether a field that is kept for others is a secret; these are none. */
  private static Map<String, @Nullable Object> open(Map<String, @Nullable Object> extras) {
    Map<String, @Nullable Object> open = new LinkedHashMap<>();
    for (String name : List.of(Account.FIELD, ProofKey.MARK)) {
      if (extras.get(name) != null) {
        open.put(name, extras.get(name));
      }
    }
    return open;
  }

  byte[] write() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("version", VERSION);
    fields.put(KIND, kind);
    fields.put(ENTRY, entry.toString());
    GrantFormat.putFacts(fields, withoutSecrets);
    fields.put("issued_at", withoutSecrets.tokens().issuedAt());
    fields.put("expires_at", withoutSecrets.tokens().expiresAt());
    fields.putAll(withoutSecrets.extras());
    return Json.writePretty(fields).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The record in {@code file}; null if there is something else, or nothing. One that a crash cut
   * short while it was replaced in place is found in its successor.
   *
   * @throws DamagedFileException if it is a record, but not a good one
   */
  public static @Nullable VaultRecord find(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    Fields fields = fields(file);
    if (fields != null) {
      return of(file, fields);
    }
    Path next = Successor.of(file).next();
    Fields whole = fields(next);
    return whole == null ? null : of(next, whole);
  }

  /** Whether {@code file} itself holds something whole, not merely its successor. */
  static boolean isIn(Path file) throws IOException {
    return fields(file) != null;
  }

  private static @Nullable Fields fields(Path file) throws IOException {
    try {
      byte[] bytes = DurableFile.read(file);
      return bytes == null ? null : Fields.read(withoutReserve(bytes));
    } catch (JsonException | DamagedFileException e) {
      return null;
    }
  }

  /* Zeros that room was reserved with: its writer was killed before it cut them off. */
  private static byte[] withoutReserve(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  private static @Nullable VaultRecord of(Path file, Fields fields) throws IOException {
    if (!fields.asMap().containsKey(KIND)) {
      return null;
    }
    try {
      long version = fields.integer("version", VERSION);
      if (version > VERSION) {
        throw new NewerFormatException("the stored grant", version, VERSION);
      }
      return read(fields);
    } catch (JsonException e) {
      throw new DamagedFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static VaultRecord read(Fields fields) throws JsonException, NewerFormatException {
    String kind = fields.text(KIND);
    if (!Vaults.isWord(kind)) {
      throw Fields.malformed(KIND, "is not the word of a place for secrets");
    }
    TokenSet times =
        new TokenSet(null, fields.integer("issued_at", 0), fields.integer("expires_at", 0), null);
    return new VaultRecord(
        kind, entry(fields), GrantFormat.grant(fields, times, open(fields.asMap())));
  }

  private static EntryName entry(Fields fields) throws JsonException {
    try {
      return EntryName.parse(fields.text(ENTRY));
    } catch (IllegalArgumentException e) {
      throw Fields.malformed(ENTRY, "is not the name of an entry");
    }
  }
}
