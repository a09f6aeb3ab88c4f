package dev.pawl.aws;

import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudSession.Acceptance;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.signin.model.AccessDeniedException;

/** What the SDK's exceptions mean for whoever wants credentials. */
final class AwsProblems {
  private static final Set<String> ENDED =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidToken",
          "UnrecognizedClientException",
          "TokenRefreshRequired");
  private static final Set<String> SESSION_ENDED =
      Set.of(
          "InvalidGrantException",
          "InvalidClientException", // the registration of the client has ended
          "UnauthorizedException",
          "AccessDeniedException:TOKEN_EXPIRED",
          "AccessDeniedException:USER_CREDENTIALS_CHANGED");
  private static final int TOO_MANY = 429;
  private static final int SERVERS = 500;

  private AwsProblems() {}

  /**
   * What {@code e} means where credentials were looked for.
   *
   * @param advice how a person begins a new session; null if nobody can tell
   */
  static CloudException of(SdkException e, @Nullable String advice) {
    AwsServiceException service = CloudException.cause(e, AwsServiceException.class);
    if (service != null) {
      return ofService(service, advice);
    }
    String said = String.valueOf(e.getMessage());
    if (e instanceof AbortedException) {
      return new CloudException(Kind.UNAVAILABLE, "the request to AWS was broken off", e);
    }
    if (e instanceof SdkClientException && said.contains("Unable to load credentials")) {
      return new CloudException(
          Kind.ABSENT,
          "no credentials of AWS are configured here; "
              + (advice == null ? "set AWS_PROFILE, or run: aws configure sso" : advice),
          e);
    }
    return isOfTheNetwork(e)
        ? new CloudException(Kind.UNAVAILABLE, "AWS cannot be reached: " + said, e)
        : new CloudException(
            Kind.ABSENT,
            "AWS gives no credentials: " + said + (advice == null ? "" : ". " + advice),
            e);
  }

  private static CloudException ofService(AwsServiceException e, @Nullable String advice) {
    String code = codeOf(e);
    String said = code + " (" + e.statusCode() + ")";
    if (SESSION_ENDED.contains(code) || ENDED.contains(code)) {
      return sessionEnded(said, advice, e);
    }
    if (e.statusCode() == TOO_MANY || e.statusCode() >= SERVERS || e.isThrottlingException()) {
      return new CloudException(Kind.UNAVAILABLE, "AWS answers " + said + "; try later", e);
    }
    return new CloudException(
        Kind.MISCONFIGURED,
        "AWS refuses: "
            + said
            + "; look at the account, the role and the region of the profile, and at the clock",
        e);
  }

  private static boolean isOfTheNetwork(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException || cause instanceof ApiCallTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** The session has ended; {@code why} is what told. */
  static CloudException sessionEnded(
      String why, @Nullable String advice, @Nullable Throwable cause) {
    return new CloudException(
        Kind.SESSION_ENDED,
        "the session at AWS has ended: "
            + why
            + ". "
            + (advice == null ? "Log in to AWS again" : advice)
            + ", or set awsAuthRefresh",
        cause);
  }

  /** What {@code e} says of the credentials that a request was signed with. */
  static Acceptance acceptance(Exception e) {
    AwsServiceException service = CloudException.cause(e, AwsServiceException.class);
    if (service == null) {
      return Acceptance.UNKNOWN;
    }
    String code = codeOf(service);
    if (ENDED.contains(code)) {
      return Acceptance.REJECTED;
    }
    return code.toLowerCase(Locale.ROOT).startsWith("accessdenied")
        ? Acceptance.ACCEPTED
        : Acceptance.UNKNOWN;
  }

  /** The code of what AWS answered; empty if it did not answer. */
  static String code(SdkException e) {
    AwsServiceException service = CloudException.cause(e, AwsServiceException.class);
    return service == null ? "" : codeOf(service);
  }

  private static String codeOf(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    String known = code == null ? e.getClass().getSimpleName() : code;
    return e instanceof AccessDeniedException denied && denied.error() != null
        ? known + ":" + denied.errorAsString()
        : known;
  }
}
