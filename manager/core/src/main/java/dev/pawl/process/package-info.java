/** Commands that Pawl runs: bounded in time and size, and gone when they are given up. */
@NullMarked
package dev.pawl.process;

import org.jspecify.annotations.NullMarked;
