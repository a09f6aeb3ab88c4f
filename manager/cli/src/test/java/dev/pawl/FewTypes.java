package dev.pawl;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** A package holds no more types than a reader can keep in mind; nested ones are not counted. */
final class FewTypes extends ArchCondition<JavaClass> {
  private static final String ROOT = "dev.pawl";

  private final ToIntFunction<String> most;
  private final Map<String, Set<String>> types = new TreeMap<>();

  /** At most as many as {@code most} says for a package, named from below the root. */
  FewTypes(ToIntFunction<String> most) {
    super("live in a package of few types");
    this.most = most;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
      types
          .computeIfAbsent(type.getPackageName(), any -> new TreeSet<>())
          .add(type.getSimpleName());
    }
  }

  @Override
  public void finish(ConditionEvents events) {
    types.forEach(
        (name, held) -> {
          String below = name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
          if (held.size() > most.applyAsInt(below)) {
            String message = name + " holds " + held.size() + " types: " + held;
            events.add(SimpleConditionEvent.violated(held, message));
          }
        });
  }
}
