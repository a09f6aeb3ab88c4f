/** What runs in the processes of a storm: the contenders, and who does what the runner says. */
@NullMarked
package dev.pawl.benchmarks.contention.child;

import org.jspecify.annotations.NullMarked;
