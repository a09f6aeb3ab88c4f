/** {@code pawl simulator}: its options, and what it prints at start. */
@NullMarked
package dev.pawl.drills.cli.simulator;

import org.jspecify.annotations.NullMarked;
