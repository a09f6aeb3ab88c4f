package dev.pawl.aws;

import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps what a client of the AWS SDK learns of a server's clock with that client: {@code
 * builder.overrideConfiguration(o -> o.addExecutionInterceptor(new ClientClock()))}. The SDK itself
 * tells each client that is made later in the JVM, so that one server with a wrong {@code Date}
 * spoils the signatures for all others. The client itself goes on correcting its own. What clients
 * without it have told the JVM is undone too. Thread-safe.
 */
public final class ClientClock implements ExecutionInterceptor {
  /* As it was before Pawl looked: what any client has learnt since is that client's own. */
  private static final int OFFSET = SdkGlobalTime.getGlobalTimeOffset();

  /** An interceptor for one client, made before that has sent anything. */
  public ClientClock() {}

  /** Before each attempt: the one before it may have taught the SDK something. */
  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes unused) {
    restore();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes unused) {
    restore();
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes unused) {
    restore();
  }

  /** Puts back what was kept. */
  void restore() {
    if (SdkGlobalTime.getGlobalTimeOffset() != OFFSET) {
      SdkGlobalTime.setGlobalTimeOffset(OFFSET);
    }
  }
}
