package dev.pawl.simulator.core.operation;

/**
 * Who asked for something.
 *
 * @param process the label that a process gave itself in {@code X-Pawl-Client}, else its connection
 * @param client the client's id as the request has it; empty if it has none
 * @param userAgent the {@code User-Agent} header; empty if there is none
 * @param pid number of the process at the other end of the connection; 0 if it is not known
 */
public record Caller(String process, String client, String userAgent, long pid) {
  /** The owner of the simulator, who needs no request. */
  public static final Caller OWNER = new Caller("simulator", "", "", 0);
}
