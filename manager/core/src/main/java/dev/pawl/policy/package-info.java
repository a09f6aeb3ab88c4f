/** Decisions without I/O: when to refresh, when to spend, when to wait, what to refuse. */
@NullMarked
package dev.pawl.policy;

import org.jspecify.annotations.NullMarked;
