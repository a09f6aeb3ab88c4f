package dev.pawl.aws;

import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

/** What AWS itself gives a program that runs there: the last links of the standard chain. */
final class ContainerOrInstance {
  private ContainerOrInstance() {}

  /** The container's credentials if the variables name their place, else the instance's. */
  static AwsCredentialsProvider provider(Map<String, String> environment) {
    boolean container =
        environment.containsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
            || environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    return container
        ? ContainerCredentialsProvider.create()
        : InstanceProfileCredentialsProvider.create();
  }
}
