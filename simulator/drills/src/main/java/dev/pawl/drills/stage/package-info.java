/**
 * Where a drill takes place: a provider, a crew of processes on one state directory, what they were
 * answered, and the invariants that hold whatever happened.
 */
@NullMarked
package dev.pawl.drills.stage;

import org.jspecify.annotations.NullMarked;
