package dev.pawl.aws;

import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudEngine;
import dev.pawl.cloud.CloudSession;
import dev.pawl.cloud.CloudVendor;

/**
 * Finds credentials with the AWS SDK for Java. The manager finds it by ServiceLoader. Thread-safe.
 */
public final class AwsEngine implements CloudEngine {
  /** For {@link java.util.ServiceLoader}. */
  public AwsEngine() {}

  @Override
  public CloudVendor vendor() {
    return CloudVendor.AWS;
  }

  @Override
  public CloudSession session(CloudContext context) {
    return new AwsSession(context);
  }
}
