/** {@code pawl drill clouds}: the command. */
@NullMarked
package dev.pawl.clouddrills;

import org.jspecify.annotations.NullMarked;
