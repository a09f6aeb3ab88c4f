package dev.pawl.simulator.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A login on a device under way (RFC 8628); guarded by its lock. */
final class DeviceGrant {
  enum State {
    /** Nobody has decided. */
    PENDING,
    /** Approved and not redeemed. */
    APPROVED,
    /** Denied. */
    DENIED,
    /** Redeemed: of no use any more. */
    REDEEMED
  }

  final String label;
  final String code;
  final String userCode;
  final String clientId;
  final Set<String> scopes;
  final Instant expiry;
  final ReentrantLock lock = new ReentrantLock();
  State state = State.PENDING;
  Duration interval;
  @Nullable Instant polledAt;
  String account = "";

  DeviceGrant(Names names, String clientId, Set<String> scopes, Instant expiry, Duration interval) {
    this.label = names.label;
    this.code = names.code;
    this.userCode = names.userCode;
    this.clientId = clientId;
    this.scopes = scopes;
    this.expiry = expiry;
    this.interval = interval;
  }

  /** What a login on a device is called. */
  record Names(String label, String code, String userCode) {}
}
