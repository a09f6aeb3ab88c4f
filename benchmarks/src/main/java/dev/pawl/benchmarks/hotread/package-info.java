/** What a caller pays for a token that is fresh, beside what others charge for it. */
@NullMarked
package dev.pawl.benchmarks.hotread;

import org.jspecify.annotations.NullMarked;
