package dev.pawl;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** One slice for each type that has a file of its own; what is nested in it belongs to it. */
final class TopLevelTypes implements SliceAssignment {
  @Override
  public SliceIdentifier getIdentifierOf(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return SliceIdentifier.of(outer.getName());
  }

  @Override
  public String getDescription() {
    return "types with a file of their own";
  }
}
