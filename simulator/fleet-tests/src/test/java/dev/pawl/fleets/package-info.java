/** Hosts that share one login: managers with state directories of their own, one store. */
@org.jspecify.annotations.NullMarked
package dev.pawl.fleets;
