package dev.pawl;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A class imports its own package and those below it in the order, and lives in a known one. */
final class ImportsDownwards extends ArchCondition<JavaClass> {
  private static final String ROOT = "dev.pawl";

  private final Map<String, Integer> depths = new HashMap<>();

  /** The packages in {@code order}, the highest first, named from below the root. */
  ImportsDownwards(List<String> order) {
    super("import packages below their own only: " + order);
    for (String name : order) {
      depths.put(name, depths.size());
    }
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    String from = name(type);
    if (!depths.containsKey(from)) {
      String message =
          type.getName() + " lives in a package without a place in the order: '" + from + "'";
      events.add(SimpleConditionEvent.violated(type, message));
      return;
    }
    type.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> isOurs(dependency.getTargetClass()))
        .filter(dependency -> !mayImport(from, name(dependency.getTargetClass())))
        .map(Dependency::getDescription)
        .forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
  }

  private boolean mayImport(String from, String to) {
    return from.equals(to) || depth(from) < depth(to);
  }

  private int depth(String name) {
    return depths.getOrDefault(name, -1);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  private static String name(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1);
  }
}
