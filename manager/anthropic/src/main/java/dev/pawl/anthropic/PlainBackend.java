package dev.pawl.anthropic;

import com.anthropic.backends.Backend;
import java.net.URI;

/**
 * An API that speaks as Anthropic's does.
 *
 * @param address where it is
 */
record PlainBackend(URI address) implements Backend {
  @Override
  public String baseUrl() {
    return address.toString();
  }

  @Override
  public void close() {}
}
