/** The command line of simulator and drills; picocli is known here and in the rooms below. */
@NullMarked
package dev.pawl.drills.cli;

import org.jspecify.annotations.NullMarked;
