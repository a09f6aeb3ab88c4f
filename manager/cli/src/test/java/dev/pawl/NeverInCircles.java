package dev.pawl;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A type with a file of its own never needs one that needs it, directly or through others; what is
 * nested in it belongs to it.
 */
final class NeverInCircles extends ArchCondition<JavaClass> {
  private static final String OURS = "dev.pawl.";

  private final Map<String, Set<String>> needs = new TreeMap<>();

  NeverInCircles() {
    super("never need one that needs them");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Set<String> needed = needs.computeIfAbsent(file(type), any -> new TreeSet<>());
    type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> file(dependency.getTargetClass().getBaseComponentType()))
        .filter(other -> other.startsWith(OURS) && !other.equals(file(type)))
        .forEach(needed::add);
  }

  @Override
  public void finish(ConditionEvents events) {
    for (String type : needs.keySet()) {
      String circle = circle(type);
      if (!circle.isEmpty()) {
        events.add(SimpleConditionEvent.violated(type, circle));
      }
    }
  }

  /* The shortest way from a type back to itself; empty if there is none. */
  private String circle(String type) {
    Map<String, String> ways = new HashMap<>(Map.of(type, type));
    Queue<String> next = new ArrayDeque<>(Set.of(type));
    while (!next.isEmpty()) {
      String at = next.remove();
      for (String needed : needs.getOrDefault(at, Set.of())) {
        if (needed.equals(type)) {
          return ways.get(at) + " -> " + type;
        }
        if (ways.putIfAbsent(needed, ways.get(at) + " -> " + needed) == null) {
          next.add(needed);
        }
      }
    }
    return "";
  }

  private static String file(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
