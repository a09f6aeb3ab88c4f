/** A bare WireMock stub in a process of its own: what the simulator's HTTP server can do alone. */
@NullMarked
package dev.pawl.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
