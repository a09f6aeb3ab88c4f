/** What a store that an application brings along must promise, as tests to extend. */
@NullMarked
package dev.pawl.spi.contract;

import org.jspecify.annotations.NullMarked;
