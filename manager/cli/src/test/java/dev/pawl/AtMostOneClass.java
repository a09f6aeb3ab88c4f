package dev.pawl;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;

/** Something that at most one class of all may do. */
final class AtMostOneClass extends ArchCondition<JavaClass> {
  private final DescribedPredicate<JavaAccess<?>> deed;
  private final List<JavaClass> doers = new ArrayList<>();

  AtMostOneClass(String description, DescribedPredicate<JavaAccess<?>> deed) {
    super("contain at most one class that may " + description);
    this.deed = deed;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (type.getAccessesFromSelf().stream().anyMatch(deed)) {
      doers.add(type);
    }
  }

  @Override
  public void finish(ConditionEvents events) {
    if (doers.size() > 1) {
      String names = doers.stream().map(JavaClass::getName).collect(joining(", "));
      events.add(SimpleConditionEvent.violated(doers, "done by more than one class: " + names));
    }
  }
}
