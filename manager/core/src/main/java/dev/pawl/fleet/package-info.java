/**
 * What a login that many hosts share needs from outside: a store with compare-and-set, and a seal
 * for what lies in it (docs/fleet.md).
 */
@org.jspecify.annotations.NullMarked
package dev.pawl.fleet;
