/** Requests of {@code java.net.http} with a profile's token: the only package that imports it. */
@NullMarked
package dev.pawl.http;

import org.jspecify.annotations.NullMarked;
