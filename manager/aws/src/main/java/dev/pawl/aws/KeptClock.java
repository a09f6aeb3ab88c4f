package dev.pawl.aws;

import software.amazon.awssdk.core.SdkGlobalTime;

/**
 * The clock correction of the SDK, as it was before a call of Pawl's and is again after it. The SDK
 * keeps what it learns of a clock that is wrong for the whole JVM, so that one server with a wrong
 * {@code Date} would spoil the signatures of every client of the program.
 */
final class KeptClock {
  private final int offset = SdkGlobalTime.getGlobalTimeOffset();

  /** Puts back what was kept. */
  void restore() {
    if (SdkGlobalTime.getGlobalTimeOffset() != offset) {
      SdkGlobalTime.setGlobalTimeOffset(offset);
    }
  }
}
