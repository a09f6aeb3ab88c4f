/**
 * Credentials of clouds: what decides which are used, and when they are renewed. The vendor's own
 * library does the vendor's work, in an artifact of its own.
 */
@NullMarked
package dev.pawl.cloud;

import org.jspecify.annotations.NullMarked;
