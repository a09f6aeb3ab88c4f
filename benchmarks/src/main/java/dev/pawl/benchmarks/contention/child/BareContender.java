package dev.pawl.benchmarks.contention.child;

import dev.pawl.benchmarks.provider.ProviderLogin;
import java.io.IOException;

/** The floor: one process that sends its token request, with neither lock nor file. */
final class BareContender implements Contender {
  private final RefreshRequest request;
  private String refresh;

  BareContender(ProviderLogin registration, RefreshRequest request) {
    this.request = request;
    this.refresh = registration.refresh();
  }

  @Override
  public synchronized void token() throws IOException {
    refresh = request.spend(refresh).refresh();
  }
}
