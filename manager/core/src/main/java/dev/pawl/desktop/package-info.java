/** The desktop around a command: its browser and its clipboard. */
@NullMarked
package dev.pawl.desktop;

import org.jspecify.annotations.NullMarked;
