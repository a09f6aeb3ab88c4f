package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How AWS words what the RFCs have in forms and with underscores: {@code clientId} for {@code
 * client_id}.
 */
final class TokenWording {
  private static final Pattern CAPITAL = Pattern.compile("([A-Z])");
  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");
  private static final Pattern LIST = Pattern.compile("[\\[\\]\"]");

  private TokenWording() {}

  /** Returns a request as the RFCs have it; its other parameters are left out. */
  static Request form(Request request) {
    Map<String, String> form = new LinkedHashMap<>();
    request
        .parameters()
        .forEach(
            (name, value) ->
                form.put(snake(name), name.startsWith("scope") ? words(value) : value));
    return request.withOnly(Origin.FORM, form);
  }

  /** Returns the words of a list in JSON, or of text with spaces or commas between. */
  static String words(String list) {
    return LIST.matcher(list).replaceAll("").replace(',', ' ').replaceAll(" +", " ").strip();
  }

  private static String snake(String name) {
    String snake = CAPITAL.matcher(name).replaceAll("_$1").toLowerCase(Locale.ROOT);
    return snake.equals("scopes") ? "scope" : snake;
  }

  /**
   * Returns an answer as AWS words it. What a fault has worded stays as it is.
   *
   * @param named the members that a good answer has, under the names of the RFCs
   */
  static Reply answer(Reply reply, Instant now, String... named) {
    if (reply.status() == 200 && !reply.members().containsKey("error")) {
      Map<String, Object> members = new LinkedHashMap<>();
      for (String name : named) {
        Object value = reply.members().get(name);
        if (value != null) {
          members.put(camel(name), value);
        }
      }
      return members.isEmpty() ? reply : reply.members(members);
    }
    boolean isOurs = reply.members().containsKey("error") && !isOfAws(reply);
    return isOurs
        ? AwsError.JSON.reply(exception(String.valueOf(reply.members().get("error"))), now)
        : reply;
  }

  private static boolean isOfAws(Reply reply) {
    return reply.headers().containsKey("x-amzn-ErrorType") || reply.members().containsKey("__type");
  }

  private static String camel(String name) {
    return UNDERSCORE.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  private static String exception(String code) {
    return switch (code) {
      case "invalid_grant" -> "InvalidGrantException";
      case "invalid_client" -> "InvalidClientException";
      case "invalid_scope" -> "InvalidScopeException";
      case "unauthorized_client" -> "UnauthorizedClientException";
      case "unsupported_grant_type" -> "UnsupportedGrantTypeException";
      case "authorization_pending" -> "AuthorizationPendingException";
      case "slow_down" -> "SlowDownException";
      case "expired_token" -> "ExpiredTokenException";
      case "access_denied" -> "LoginDenied";
      default -> "InvalidRequestException";
    };
  }
}
