/** The refresh lock: what it costs where nobody else wants it, and who gets it after a kill. */
@NullMarked
package dev.pawl.benchmarks.lock;

import org.jspecify.annotations.NullMarked;
