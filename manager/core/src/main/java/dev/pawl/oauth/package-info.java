/**
 * What is said to an authorization server and what its answers mean: discovery (RFC 8414), refresh
 * (RFC 6749), revocation (RFC 7009).
 */
@NullMarked
package dev.pawl.oauth;

import org.jspecify.annotations.NullMarked;
