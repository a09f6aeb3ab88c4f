package dev.pawl.store.fleet;

import dev.pawl.file.NewerFormatException;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.Seal;
import dev.pawl.fleet.SealException;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.fleet.FleetRecord.Claimant;
import dev.pawl.store.fleet.FleetRecord.Parent;
import dev.pawl.store.fleet.FleetRecord.State;
import dev.pawl.store.fleet.FleetRecord.Trial;
import dev.pawl.store.journal.JournalRecord.Failures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a record: JSON whose open part is for the protocol and for people, and whose
 * sealed part has the grant and every fingerprint. The seal is bound to profile, lineage and
 * generation, so that the parts of two records cannot be exchanged.
 *
 * @param profile whose record it is
 * @param seal of the fleet
 */
record FleetFormat(String profile, Seal seal) {
  private static final int FORMAT = 1;

  /** The record as the store gets it. */
  RecordUpdate write(FleetRecord record) {
    Map<String, @Nullable Object> open = new LinkedHashMap<>();
    open.put("format", FORMAT);
    open.put("state", word(record.state()));
    open.put("generation", record.generation());
    open.put("lineage", record.lineage());
    open.put("attempt", record.attempt());
    open.put("first_spend", record.firstSpend());
    open.put("expires_at", record.grant().tokens().expiresAt());
    putClaimant(open, record.claimant());
    putFailures(open, record.failures());
    open.put("key", seal.keyId());
    open.put("sealed", sealed(hidden(record), record.lineage(), record.generation()));
    String refresh = record.grant().tokens().refresh();
    return new RecordUpdate(Json.write(open), refresh == null ? null : seal.print(refresh));
  }

  private static String hidden(FleetRecord record) {
    Map<String, @Nullable Object> hidden = new LinkedHashMap<>();
    hidden.put(
        "grant",
        new String(
            GrantFormat.write(record.grant(), GrantFormat.Parent.NONE), StandardCharsets.UTF_8));
    hidden.put("parent", value(record.parent().token()));
    hidden.put("parent_attempt", record.parent().attempt());
    hidden.put("spent", record.spent().stream().map(Fingerprint::value).toList());
    Trial trial = record.trial();
    hidden.put("tried", trial == null ? null : trial.token().value());
    hidden.put("tried_by", trial == null ? null : trial.nonce());
    return Json.write(hidden);
  }

  private static void putClaimant(Map<String, @Nullable Object> open, Claimant claimant) {
    open.put("nonce", claimant.nonce());
    open.put("owner", claimant.host());
    open.put("owner_name", claimant.name());
    open.put("ttl_millis", claimant.ttlMillis());
    open.put("quarantine_millis", claimant.quarantineMillis());
  }

  private static void putFailures(Map<String, @Nullable Object> open, Failures failures) {
    open.put("failures", failures.count());
    open.put("failed_at", failures.failedAt());
    open.put("retry_at", failures.retryAt());
    open.put("refusal", failures.refusal());
    open.put("refused_under", failures.refusedUnder());
  }

  /**
   * The record that {@code body} holds.
   *
   * @throws NewerFormatException if a newer Pawl wrote it
   * @throws SealException if it was sealed with another key, or for another record
   * @throws IOException if it cannot be understood
   */
  FleetRecord read(String body) throws IOException {
    try {
      Fields open = new Fields(Json.read(body));
      long format = open.integer("format", FORMAT);
      if (format > FORMAT) {
        throw new NewerFormatException("the fleet's record of " + profile, format, FORMAT);
      }
      return read(open);
    } catch (JsonException | IllegalArgumentException e) {
      throw new SealException(
          "the fleet's record of profile " + profile + " cannot be understood; log in again", e);
    }
  }

  private FleetRecord read(Fields open) throws IOException {
    String lineage = open.text("lineage");
    long generation = GrantFormat.generation(open, "generation");
    Fields hidden = new Fields(Json.read(opened(open.text("sealed"), lineage, generation)));
    Grant grant = GrantFormat.read(hidden.text("grant").getBytes(StandardCharsets.UTF_8)).grant();
    return new FleetRecord(
        State.valueOf(open.text("state").toUpperCase(Locale.ROOT)),
        lineage,
        grant,
        new Parent(
            fingerprint(hidden.textOrNull("parent")), (int) hidden.integer("parent_attempt", 0)),
        claimant(open),
        (int) open.integer("attempt", 0),
        open.integer("first_spend", 0),
        failures(open),
        fingerprints(hidden.texts("spent")),
        trial(hidden.textOrNull("tried"), hidden.text("tried_by", "")));
  }

  private static @Nullable Trial trial(@Nullable String token, String nonce) {
    return token == null ? null : new Trial(new Fingerprint(token), nonce);
  }

  private static Claimant claimant(Fields open) throws JsonException {
    return new Claimant(
        open.text("nonce", ""),
        open.text("owner", ""),
        open.text("owner_name", ""),
        open.integer("ttl_millis", 0),
        open.integer("quarantine_millis", 0));
  }

  private static Failures failures(Fields open) throws JsonException {
    return new Failures(
        (int) open.integer("failures", 0),
        open.integer("failed_at", 0),
        open.integer("retry_at", 0),
        open.textOrNull("refusal"),
        open.text("refused_under", ""));
  }

  /** A grant, sealed for the host's own disk; its generation is not counted yet. */
  String sealed(Grant grant, String lineage) {
    byte[] bytes = GrantFormat.write(grant, GrantFormat.Parent.NONE);
    return sealed(new String(bytes, StandardCharsets.UTF_8), lineage, 0);
  }

  /** What {@link #sealed(Grant, String)} sealed. */
  Grant opened(String sealed, String lineage) throws IOException {
    try {
      String text = opened(sealed, lineage, 0);
      return GrantFormat.read(text.getBytes(StandardCharsets.UTF_8)).grant();
    } catch (JsonException e) {
      throw new SealException("a sealed answer of profile " + profile + " is none", e);
    }
  }

  private String sealed(String text, String lineage, long generation) {
    byte[] sealed = seal.seal(text.getBytes(StandardCharsets.UTF_8), bond(lineage, generation));
    return Base64.getEncoder().encodeToString(sealed);
  }

  private String opened(String sealed, String lineage, long generation) throws SealException {
    byte[] plain = seal.open(Base64.getDecoder().decode(sealed), bond(lineage, generation));
    return new String(plain, StandardCharsets.UTF_8);
  }

  private byte[] bond(String lineage, long generation) {
    String text = "pawl-fleet-1\n" + profile + "\n" + lineage + "\n" + generation;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String value(@Nullable Fingerprint fingerprint) {
    return fingerprint == null ? null : fingerprint.value();
  }

  private static @Nullable Fingerprint fingerprint(@Nullable String value) {
    return value == null ? null : new Fingerprint(value);
  }

  private static List<Fingerprint> fingerprints(List<String> values) {
    List<Fingerprint> all = new ArrayList<>();
    for (String value : values) {
      all.add(new Fingerprint(value));
    }
    return all;
  }
}
