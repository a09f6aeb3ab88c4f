/** Child processes: started, spoken to, watched through the kernel's own books. */
@NullMarked
package dev.pawl.benchmarks.process;

import org.jspecify.annotations.NullMarked;
