/**
 * The opponent: an authorization server and a protected API whose faults, clocks and policies are
 * scripted.
 */
@NullMarked
package dev.pawl.simulator;

import org.jspecify.annotations.NullMarked;
