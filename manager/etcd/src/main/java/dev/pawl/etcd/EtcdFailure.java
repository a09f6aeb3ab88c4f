package dev.pawl.etcd;

import dev.pawl.fleet.StoreRefusedException;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** What a problem of the client means for a store, in words for people. */
final class EtcdFailure {
  private static final Set<ErrorCode> LOGIN =
      Set.of(ErrorCode.PERMISSION_DENIED, ErrorCode.UNAUTHENTICATED);
  private static final Set<ErrorCode> REFUSALS =
      Set.of(
          ErrorCode.INVALID_ARGUMENT,
          ErrorCode.FAILED_PRECONDITION,
          ErrorCode.RESOURCE_EXHAUSTED,
          ErrorCode.UNIMPLEMENTED);

  private EtcdFailure() {}

  /** The problem that callers see. */
  static IOException of(EtcdAddress address, ExecutionException failed) {
    Throwable e = cause(failed);
    EtcdException etcd = EtcdExceptionFactory.toEtcdException(e);
    String said = String.valueOf(etcd.getMessage());
    ErrorCode code = etcd.getErrorCode();
    if (isOfLogin(etcd)) {
      return new StoreRefusedException(
          address + ": etcd says: " + said + "; look at user, password and the role's permission",
          e);
    }
    if (REFUSALS.contains(code)) {
      return new StoreRefusedException(address + ": etcd says: " + said, e);
    }
    if (isOfTls(e)) {
      return new IOException(
          address
              + ": TLS failed: a member's certificate is not trusted or not its own; name the file of"
              + " its authority in fleet.trust",
          e);
    }
    return new IOException(
        address + ": no answer from the cluster (" + code + "); look whether its members are up",
        e);
  }

  /** Whether it was refused for the user or the password, or a token of theirs that ended. */
  static boolean isOfLogin(ExecutionException failed) {
    return isOfLogin(EtcdExceptionFactory.toEtcdException(cause(failed)));
  }

  private static boolean isOfLogin(EtcdException e) {
    String said = String.valueOf(e.getMessage());
    return LOGIN.contains(e.getErrorCode()) || said.contains("auth") || said.contains("user name");
  }

  private static Throwable cause(ExecutionException failed) {
    return failed.getCause() == null ? failed : failed.getCause();
  }

  /** Whether a certificate was not accepted, which does not pass. */
  static boolean isOfTls(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }
}
