package dev.pawl.simulator.core.dialect;

import dev.pawl.simulator.core.exchange.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a vendor words its good answers: those that bring tokens, or begin a login on a device.
 *
 * @param form whether it sends forms where JSON is asked for
 * @param set members that an answer with an access token has besides, or with another value
 * @param rename members that are called otherwise
 * @param without members that are not there
 */
public record AnswerWording(
    boolean form, Map<String, Object> set, Map<String, String> rename, List<String> without) {
  /** A vendor that words them as the RFCs do. */
  public static final AnswerWording PLAIN = new AnswerWording(false, Map.of(), Map.of(), List.of());

  /** Copies all of it. */
  public AnswerWording {
    set = Map.copyOf(set);
    rename = Map.copyOf(rename);
    without = List.copyOf(without);
  }

  /** Returns an answer as the vendor words it; what is no good answer stays as it is. */
  public Reply reword(Reply reply) {
    Map<String, Object> members = new LinkedHashMap<>();
    reply.members().forEach((name, value) -> members.put(rename.getOrDefault(name, name), value));
    if (reply.status() / 100 != 2
        || !(members.containsKey("access_token") || members.containsKey("device_code"))) {
      return reply;
    }
    if (members.containsKey("access_token")) {
      members.putAll(set);
    }
    without.forEach(members::remove);
    return form
        ? new Reply(
            reply.status(),
            reply.headers(),
            new Reply.Text("application/x-www-form-urlencoded; charset=utf-8", encoded(members)))
        : reply.members(members);
  }

  private static String encoded(Map<String, Object> members) {
    return members.entrySet().stream()
        .map(
            member ->
                member.getKey()
                    + "="
                    + URLEncoder.encode(String.valueOf(member.getValue()), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
