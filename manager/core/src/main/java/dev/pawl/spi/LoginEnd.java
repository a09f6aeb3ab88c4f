package dev.pawl.spi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a login itself ends, however often it is refreshed until then. Some servers tell a lifetime
 * beside a refresh token; whether each refresh begins it anew, they do not tell. So a time is
 * believed once two answers have named the same; until then it stands as told. In epoch
 * milliseconds.
 */
public final class LoginEnd {
  /** The grant's field that holds what is believed. */
  public static final String FIELD = "login_ends_at";

  private static final String TOLD = "login_end_told";
  private static final long SAME_MILLIS = Duration.ofMinutes(2).toMillis();

  /*
   * GitHub and Google (https://developers.google.com/identity/protocols/oauth2/web-server), Keycloak
   * (its token endpoint's AccessTokenResponse), Intuit.
   */
  private static final List<String> SECONDS =
      List.of("refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
  private static final long LONGEST_SECONDS = Duration.ofDays(36_525).toSeconds();

  private LoginEnd() {}

  /** When the login of {@code grant} ends; null if its server did not say. */
  public static @Nullable Instant of(Grant grant) {
    Long millis = whole(grant.extras().get(FIELD));
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /**
   * {@code grant} with the end that {@code answer} tells; what is known already stays if it tells
   * none. A lifetime of 0 means that there is no end (Keycloak's offline sessions). The login of a
   * program has none.
   *
   * @param sentAtMillis when the request was sent, epoch milliseconds
   */
  public static Grant told(
      Grant grant, Map<String, ? extends @Nullable Object> answer, long sentAtMillis) {
    boolean endless = grant.tokens().grantType().isMinted();
    for (String name : endless ? List.<String>of() : SECONDS) {
      Long seconds = whole(answer.get(name));
      if (seconds != null && seconds >= 0 && seconds <= LONGEST_SECONDS) {
        return with(grant, seconds == 0 ? null : sentAtMillis + seconds * 1_000);
      }
    }
    return grant;
  }

  private static Grant with(Grant grant, @Nullable Long end) {
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(grant.extras());
    Long before = whole(extras.remove(TOLD));
    Long believed = whole(extras.remove(FIELD));
    Long known = believed == null ? before : believed;
    if (end != null) {
      boolean same = known != null && Math.abs(known - end) <= SAME_MILLIS;
      extras.put(same ? FIELD : TOLD, same ? known : end);
    }
    return new Grant(grant.generation(), grant.origin(), grant.client(), grant.tokens(), extras);
  }

  /* Some servers write the number as text. */
  private static @Nullable Long whole(@Nullable Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof BigDecimal number) {
      return number.scale() > 0 || number.precision() > 18 ? null : number.longValue();
    }
    return value instanceof String text && NUMBER.matcher(text).matches()
        ? Long.valueOf(text)
        : null;
  }
}
