/** JSON Web Tokens (RFC 7519) that clients present, and the keys they are verified with. */
@NullMarked
package dev.pawl.simulator.core.jwt;

import org.jspecify.annotations.NullMarked;
