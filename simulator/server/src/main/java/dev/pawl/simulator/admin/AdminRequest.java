package dev.pawl.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.fault.DurationText;
import dev.pawl.simulator.wire.StrictJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller of the admin API wants: members by name. All its methods throw an
 * IllegalArgumentException that names the member which is wrong.
 */
final class AdminRequest {
  private final Map<String, String> members;

  private AdminRequest(Map<String, String> members, List<String> known) {
    this.members = members;
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is unknown; known are " + known);
      }
    }
  }

  /** Reads the body; the query counts for nothing. */
  static AdminRequest ofBody(Request request, String... known) {
    if (request.body().isBlank()) {
      throw new IllegalArgumentException("the body must be a JSON object, and it is empty");
    }
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : StrictJson.object(request.body()).properties()) {
      if (member.getValue().isContainerNode()) {
        throw new IllegalArgumentException("'" + member.getKey() + "' must be one value");
      }
      if (!member.getValue().isNull()) {
        members.put(member.getKey(), member.getValue().asText());
      }
    }
    return new AdminRequest(members, List.of(known));
  }

  /** Reads the query. */
  static AdminRequest ofQuery(Request request, String... known) {
    return new AdminRequest(new LinkedHashMap<>(request.parameters()), List.of(known));
  }

  Optional<String> text(String name) {
    Optional<String> value = Optional.ofNullable(members.get(name));
    if (value.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("'" + name + "' is empty");
    }
    return value;
  }

  String required(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
  }

  Optional<Duration> duration(String name) {
    return text(name)
        .map(
            word -> {
              try {
                return DurationText.parse(word);
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + name + "': " + e.getMessage());
              }
            });
  }

  Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            word -> {
              if (!word.equals("true") && !word.equals("false")) {
                throw new IllegalArgumentException("'" + name + "' is true or false");
              }
              return word.equals("true");
            });
  }

  Optional<Long> number(String name) {
    return text(name)
        .map(
            word -> {
              if (!word.matches("[0-9]{1,18}")) {
                throw new IllegalArgumentException("'" + name + "' is a number from 0");
              }
              return Long.parseLong(word);
            });
  }

  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    return text(name)
        .map(
            word ->
                Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(word))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "'"
                                    + name
                                    + "' is one of "
                                    + Arrays.toString(type.getEnumConstants()))));
  }
}
