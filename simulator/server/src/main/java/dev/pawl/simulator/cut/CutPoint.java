package dev.pawl.simulator.cut;

/** Where on a connection a cut strikes. */
public enum CutPoint {
  /** The connection has been accepted; the target has heard nothing of it. */
  ACCEPT,
  /** A number of bytes has gone from the client to the target, and another one is there. */
  REQUEST,
  /** A number of bytes has gone from the target to the client, and another one is there. */
  ANSWER
}
