package dev.pawl.aws;

import dev.pawl.spi.Credential;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

/** What AWS itself gives a program that runs there: the last links of the standard chain. */
final class ContainerOrInstance {
  private ContainerOrInstance() {}

  /** The container's keys if the variables name their place, else the instance's. */
  static Credential credential(Map<String, String> environment) {
    boolean container =
        !environment.getOrDefault("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "").isEmpty()
            || !environment.getOrDefault("AWS_CONTAINER_CREDENTIALS_FULL_URI", "").isEmpty();
    if (container) {
      try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.create()) {
        return SdkKeys.credential(provider);
      }
    }
    try (InstanceProfileCredentialsProvider provider =
        InstanceProfileCredentialsProvider.create()) {
      return SdkKeys.credential(provider);
    }
  }
}
