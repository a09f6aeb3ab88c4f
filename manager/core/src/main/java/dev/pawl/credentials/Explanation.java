package dev.pawl.credentials;

import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.TokenException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which credential is used and why: the sources as they were found, the one that wins first.
 * Nothing was consumed, run or refreshed to find out. Holds no secret.
 *
 * @param profile whose stored login takes part
 * @param precedence the order
 * @param decidedBy where the order is chosen
 * @param rows every source
 * @param notes what else people should know
 */
public record Explanation(
    String profile, Precedence precedence, String decidedBy, List<Row> rows, List<String> notes) {

  /** Copies the lists. */
  public Explanation {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /**
   * One source.
   *
   * @param source its name, a variable or a setting
   * @param state {@code chosen}, {@code broken}, {@code shadowed}, {@code empty} or {@code absent}
   * @param why for people; empty if there is nothing to be said
   * @param origin where it is configured: a variable, or a field, its file and line
   * @param billing who pays for its use
   * @param problem what asking it gives; null if a credential
   * @param details what is known of the credential; null unless the source is configured
   */
  public record Row(
      String source,
      String state,
      String why,
      String origin,
      Billing billing,
      TokenException.@Nullable Reason problem,
      @Nullable Details details) {}

  /**
   * What is known of a credential without asking for it.
   *
   * @param kind how it is presented; null if not known
   * @param fingerprint of the secret; null if not known
   * @param account whose it is
   * @param expiry when it ends; null if never or if nobody says
   * @param generation of the stored login; 0 for anything else
   */
  public record Details(
      @Nullable Kind kind,
      @Nullable Fingerprint fingerprint,
      Account account,
      @Nullable Instant expiry,
      long generation) {}

  /** The source that is used, or would be if it were not broken; null if nothing is configured. */
  public @Nullable Row decided() {
    for (Row row : rows) {
      if (row.state().equals("chosen") || row.state().equals("broken")) {
        return row;
      }
    }
    return null;
  }
}
