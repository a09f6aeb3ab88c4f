/** What a store for the records of a fleet must promise, as tests to extend. */
@NullMarked
package dev.pawl.fleet.contract;

import org.jspecify.annotations.NullMarked;
