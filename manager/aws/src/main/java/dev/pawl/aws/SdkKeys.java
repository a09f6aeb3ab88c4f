package dev.pawl.aws;

import dev.pawl.cloud.AwsKeys;
import dev.pawl.spi.Credential;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Keys of AWS in the words of the SDK and in those of Pawl. */
final class SdkKeys {
  private SdkKeys() {}

  /** What {@code provider} gives, as a credential. */
  static Credential credential(AwsCredentialsProvider provider) {
    AwsCredentials found = provider.resolveCredentials();
    String session = found instanceof AwsSessionCredentials some ? some.sessionToken() : "";
    return new AwsKeys(
            found.accessKeyId(),
            found.secretAccessKey(),
            session,
            found.expirationTime().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
            found.accountId().orElse(""))
        .credential();
  }

  /** What the SDK signs with. */
  static AwsCredentials of(AwsKeys keys) {
    String account = keys.account().isEmpty() ? null : keys.account();
    if (keys.sessionToken().isEmpty()) {
      return AwsBasicCredentials.builder()
          .accessKeyId(keys.accessKeyId())
          .secretAccessKey(keys.secretAccessKey())
          .accountId(account)
          .build();
    }
    AwsSessionCredentials.Builder builder =
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken())
            .accountId(account);
    return (keys.expiresAt() == Long.MAX_VALUE
            ? builder
            : builder.expirationTime(Instant.ofEpochMilli(keys.expiresAt())))
        .build();
  }
}
