/** The run of drills: which, on what, and with which verdicts. Imports nothing of the manager. */
@NullMarked
package dev.pawl.drills;

import org.jspecify.annotations.NullMarked;
