/** What a short command costs from its first byte to its end. */
@NullMarked
package dev.pawl.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
