/** Seals for the records of a fleet, on Google's Tink (pawl-fleet). */
@NullMarked
package dev.pawl.sealing;

import org.jspecify.annotations.NullMarked;
