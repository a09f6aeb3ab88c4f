package dev.pawl.simulator.core;

/** A JVM in which somebody logs in as often as it is told, and spends what each login brought. */
final class Logins {
  private Logins() {}

  public static void main(String[] arguments) {
    Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
    String first =
        Stage.member(stage.spend(stage.server.newFamily("alice").refreshToken()), "refresh_token");
    String last = first;
    for (int i = 1; i < Integer.parseInt(arguments[0]); i++) {
      IssuedGrant login = stage.server.newFamily("alice" + i);
      last = Stage.member(stage.spend(login.refreshToken()), "refresh_token");
    }
    System.out.println(
        stage.server.families().size()
            + " families, first: "
            + stage.spend(first).status()
            + ", last: "
            + stage.spend(last).status());
  }
}
