package dev.pawl;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layering: a class imports its own package and lower layers, and lives in a known package. */
final class ImportsDownwards extends ArchCondition<JavaClass> {
  private static final String ROOT = "dev.pawl";

  private final Map<String, Integer> depths = new HashMap<>();

  ImportsDownwards(List<List<String>> layers) {
    super("import lower layers only: " + layers);
    for (int depth = 0; depth < layers.size(); depth++) {
      for (String name : layers.get(depth)) {
        depths.put(name, depth);
      }
    }
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    String from = layer(type);
    if (!depths.containsKey(from)) {
      String message = type.getName() + " lives in a package of no layer: '" + from + "'";
      events.add(SimpleConditionEvent.violated(type, message));
      return;
    }
    type.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> isOurs(dependency.getTargetClass()))
        .filter(dependency -> !mayImport(from, layer(dependency.getTargetClass())))
        .map(Dependency::getDescription)
        .forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
  }

  private boolean mayImport(String from, String to) {
    return from.equals(to) || depth(from) < depth(to);
  }

  private int depth(String layer) {
    return depths.getOrDefault(layer, -1);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  private static String layer(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
  }
}
