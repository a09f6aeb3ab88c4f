package dev.pawl.directory;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a profile's secrets lie, in a word, for commands that live for some milliseconds: looks at
 * the beginning of its file as Pawl writes it, without a parser.
 */
public final class StoreKindPeek {
  /** The word for a login that many hosts share. */
  public static final String FLEET = "fleet";

  private static final String VAULT = "{\n  \"version\": 2,\n  \"vault\": \"";
  private static final String BOUND = "{\n  \"version\": 3,";
  private static final String MIRROR = "{\n  \"version\": 4,\n  \"fleet\": \"";
  private static final int ENOUGH = 96;

  private StoreKindPeek() {}

  /** The word: {@code file}, {@code keychain}, {@code secret-service}, {@code fleet}. */
  public static String of(StateDirectory directory, String profile) {
    String head = head(directory, profile);
    if (head.startsWith(MIRROR)) {
      return FLEET;
    }
    int end = head.indexOf('"', VAULT.length());
    return head.startsWith(VAULT) && end > 0 ? head.substring(VAULT.length(), end) : "file";
  }

  /** Whether the tokens of a login that lies in a file are bound to a key (RFC 9449). */
  public static boolean isBound(StateDirectory directory, String profile) {
    return head(directory, profile).startsWith(BOUND);
  }

  private static String head(StateDirectory directory, String profile) {
    Path file = directory.record(profile);
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readNBytes(ENOUGH), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // nothing is there, or whoever reads it says what is wrong
    }
  }
}
