/** {@code BearerClient} before the simulated API. */
@NullMarked
package dev.pawl.it.http;

import org.jspecify.annotations.NullMarked;
