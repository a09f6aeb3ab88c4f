package dev.pawl.simulator.cloud.aws;

/**
 * A role, and the session in which somebody has it.
 *
 * @param account twelve digits
 * @param name the role's name
 * @param session the session's name
 */
public record AssumedRole(String account, String name, String session) {
  /** Returns what {@code GetCallerIdentity} calls it. */
  String arn() {
    return "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session;
  }

  /** Returns the unique id, with the session's name behind it. */
  String userId() {
    return "AROASIMULATEDROLE0:" + session;
  }
}
