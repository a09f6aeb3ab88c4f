package dev.pawl.google;

import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudEngine;
import dev.pawl.cloud.CloudSession;
import dev.pawl.cloud.CloudVendor;

/** Finds tokens with Google's auth library. The manager finds it by ServiceLoader. Thread-safe. */
public final class GoogleEngine implements CloudEngine {
  /** For {@link java.util.ServiceLoader}. */
  public GoogleEngine() {}

  @Override
  public CloudVendor vendor() {
    return CloudVendor.GOOGLE;
  }

  @Override
  public CloudSession session(CloudContext context) {
    return new GoogleSession(context);
  }
}
