/** What comes in and what goes out, before any HTTP library has seen it. */
@NullMarked
package dev.pawl.simulator.core.exchange;

import org.jspecify.annotations.NullMarked;
