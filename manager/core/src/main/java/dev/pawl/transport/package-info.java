/** Connections to an authorization server: addresses, proxies, TLS, one deadline. */
@NullMarked
package dev.pawl.transport;

import org.jspecify.annotations.NullMarked;
