/**
 * The wire to an authorization server: discovery (RFC 8414), refresh (RFC 6749), revocation (RFC
 * 7009).
 */
@NullMarked
package dev.pawl.oauth;

import org.jspecify.annotations.NullMarked;
