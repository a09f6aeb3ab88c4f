/** The endpoints that Azure's libraries get tokens from, and a service that takes them. */
@NullMarked
package dev.pawl.simulator.cloud.azure;

import org.jspecify.annotations.NullMarked;
