/** {@code pawl drill}: its options, its course and its reports. */
@NullMarked
package dev.pawl.drills.cli.drill;

import org.jspecify.annotations.NullMarked;
