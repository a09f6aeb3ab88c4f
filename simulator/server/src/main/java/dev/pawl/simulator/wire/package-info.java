/** The only package that knows WireMock: it carries exchanges over real sockets. */
@NullMarked
package dev.pawl.simulator.wire;

import org.jspecify.annotations.NullMarked;
