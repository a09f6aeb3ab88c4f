package dev.pawl.oauth;

import java.net.ConnectException;

/** A proxy did not open the tunnel. */
final class ProxyRefusal extends ConnectException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProxyRefusal(int status) {
    super(
        status == 407
            ? "the proxy wants a password (407), which Pawl does not send; set network.proxy"
            : "the proxy answered " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
