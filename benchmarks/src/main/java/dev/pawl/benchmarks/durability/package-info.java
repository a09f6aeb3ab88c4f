/** What it costs that a refresh survives a crash. */
@NullMarked
package dev.pawl.benchmarks.durability;

import org.jspecify.annotations.NullMarked;
