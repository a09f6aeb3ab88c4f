/** The endpoints that Google's libraries get tokens from, and a service that takes them. */
@NullMarked
package dev.pawl.simulator.cloud.google;

import org.jspecify.annotations.NullMarked;
