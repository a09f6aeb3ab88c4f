/** The only package that knows Jackson: maps and lists to JSON and back. */
@NullMarked
package dev.pawl.simulator.json;

import org.jspecify.annotations.NullMarked;
