package dev.pawl.simulator.core;

/** A JVM that refreshes one login as often as it is told, and then spends the first token again. */
final class Marathon {
  private Marathon() {}

  public static void main(String[] arguments) {
    Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
    IssuedGrant login = stage.server.newFamily("alice");
    String refreshToken = login.refreshToken();
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      refreshToken = Stage.member(stage.spend(refreshToken), "refresh_token");
    }
    boolean good = stage.server.isCurrentRefreshToken(refreshToken);
    int again = stage.spend(login.refreshToken()).status();
    System.out.println(
        stage.world.ledger().position()
            + " entries, last good: "
            + good
            + ", first again: "
            + again
            + ", spent twice: "
            + stage.world.ledger().spentTwice()
            + ", alive: "
            + stage.server.isFamilyAlive(login.family()));
  }
}
