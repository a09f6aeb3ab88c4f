/** Examines a machine on which something does not work. */
@NullMarked
package dev.pawl.doctor;

import org.jspecify.annotations.NullMarked;
