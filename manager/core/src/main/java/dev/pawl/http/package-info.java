/** Requests with a profile's token: of any client, and of {@code java.net.http}. */
@NullMarked
package dev.pawl.http;

import org.jspecify.annotations.NullMarked;
