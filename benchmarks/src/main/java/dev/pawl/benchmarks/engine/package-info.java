/** State directories made for a measurement, with the cache engine that it asks for. */
@NullMarked
package dev.pawl.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
