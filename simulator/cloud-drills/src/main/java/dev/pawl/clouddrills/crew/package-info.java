/** A user of clouds and the programs that they start, with the vendors' own libraries. */
@NullMarked
package dev.pawl.clouddrills.crew;

import org.jspecify.annotations.NullMarked;
