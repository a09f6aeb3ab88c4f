package dev.pawl.cli.command;

import dev.pawl.cli.text.Spans;
import dev.pawl.doctor.FleetLogin;
import dev.pawl.doctor.FleetReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fleet for people and for scripts. */
public final class FleetText {
  private static final long NOTABLE_MILLIS = 2_000;

  private FleetText() {}

  /** Where the store is, and whether it answers. */
  public static String store(FleetReport fleet) {
    if (!fleet.isReachable()) {
      return fleet.place() + " (does not answer)";
    }
    Duration latency = fleet.latency();
    return fleet.place()
        + (latency == null
            ? " (refuses this host)"
            : " (answers within " + latency.toMillis() + " ms)");
  }

  /** Who claims the login, if anybody does. */
  public static String claim(FleetLogin login) {
    String holder = login.holder();
    return holder == null
        ? login.state().equals("idle") ? "none" : "none; the record is " + login.state()
        : login.state() + ", by " + holder + (login.isHeldHere() ? " (this host)" : "");
  }

  /** When this host saw the record as it is, first. */
  public static String seen(FleetLogin login) {
    Duration seen = login.seen();
    return seen == null
        ? "not by this host yet"
        : "first " + Spans.rough(seen.toSeconds()) + " ago by this host";
  }

  /** How the clock of the provider differs from this host's; null if that is not worth a line. */
  public static @Nullable String clock(FleetLogin login) {
    Duration difference = login.clockDifference();
    if (difference == null || difference.abs().toMillis() < NOTABLE_MILLIS) {
      return null;
    }
    return "the provider's is "
        + Spans.rough(difference.abs().toSeconds())
        + (difference.isNegative() ? " behind" : " ahead of")
        + " this host's";
  }

  /** The store alone. */
  public static Map<String, @Nullable Object> fields(FleetReport fleet) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("place", fleet.place());
    fields.put("reachable", fleet.isReachable());
    fields.put("latencyMillis", millis(fleet.latency()));
    fields.put("problems", fleet.store().problems());
    return fields;
  }

  /** The store and the one login that was asked for. */
  public static Map<String, @Nullable Object> fieldsOfOne(FleetReport fleet) {
    Map<String, @Nullable Object> fields = fields(fleet);
    if (!fleet.logins().isEmpty()) {
      fields.putAll(fields(fleet.logins().get(0)));
      fields.remove("profile");
    }
    return fields;
  }

  /** A login. */
  public static Map<String, @Nullable Object> fields(FleetLogin login) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("profile", login.profile());
    fields.put("state", login.state());
    fields.put("generation", login.generation());
    fields.put("attempt", login.attempt());
    fields.put("holder", login.holder());
    fields.put("heldHere", login.isHeldHere());
    fields.put("expiry", login.expiry() == null ? null : login.expiry().toString());
    fields.put("key", login.key());
    fields.put("seenMillis", millis(login.seen()));
    fields.put("clockDifferenceMillis", millis(login.clockDifference()));
    fields.put("shadowed", login.isShadowed());
    return fields;
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
