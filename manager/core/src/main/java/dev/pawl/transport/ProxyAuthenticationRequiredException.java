package dev.pawl.transport;

import java.io.IOException;

/**
 * The proxy wants a user name and a password, or others than it got: 407 (RFC 9110 section 15.5.8),
 * or its like with SOCKS. No other attempt will do until somebody changes a setting.
 */
public final class ProxyAuthenticationRequiredException extends IOException {
  private static final long serialVersionUID = 1L;

  ProxyAuthenticationRequiredException(String message) {
    super(message);
  }
}
