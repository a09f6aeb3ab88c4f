/**
 * A login that many hosts share: its record in a store that all reach, the claim of the host that
 * spends, and what each host keeps on its own disk (docs/fleet.md).
 */
@org.jspecify.annotations.NullMarked
package dev.pawl.store.fleet;
