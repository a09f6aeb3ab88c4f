package dev.pawl.azure;

import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudEngine;
import dev.pawl.cloud.CloudSession;
import dev.pawl.cloud.CloudVendor;

/** Finds tokens with azure-identity. The manager finds it by ServiceLoader. Thread-safe. */
public final class AzureEngine implements CloudEngine {
  /** For {@link java.util.ServiceLoader}. */
  public AzureEngine() {}

  @Override
  public CloudVendor vendor() {
    return CloudVendor.AZURE;
  }

  @Override
  public CloudSession session(CloudContext context) {
    return new AzureSession(context);
  }
}
