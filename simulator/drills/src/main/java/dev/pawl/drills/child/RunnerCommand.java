package dev.pawl.drills.child;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One command of the runner. */
record RunnerCommand(Map<String, ? extends @Nullable Object> members) {
  long id() {
    return number("id", 0);
  }

  String verb() {
    return text("do");
  }

  String text(String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the order has no '" + name + "'");
    }
    return value.toString();
  }

  String text(String name, String absent) {
    Object value = members.get(name);
    return value == null ? absent : value.toString();
  }

  long number(String name, long absent) {
    return members.get(name) instanceof Number number ? number.longValue() : absent;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  Duration millis(String name, long absent) {
    return Duration.ofMillis(number(name, absent));
  }
}
