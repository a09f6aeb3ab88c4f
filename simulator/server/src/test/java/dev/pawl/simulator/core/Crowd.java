package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Reply;
import java.util.Map;

/** A JVM in which a program asks for a token of its own as often as it is told. */
final class Crowd {
  private Crowd() {}

  public static void main(String[] arguments) {
    Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
    RegisteredClient program = RegisteredClient.confidential("program", "secret");
    stage.server.clients().put(program);
    IssuedGrant login = stage.server.newFamily("alice");
    Map<String, String> form =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            "program",
            "client_secret",
            "secret",
            "scope",
            "messages");
    Reply first = stage.post(stage.server.tokenEndpoint(), form).reply();
    Reply last = first;
    for (int i = 1; i < Integer.parseInt(arguments[0]); i++) {
      last = stage.post(stage.server.tokenEndpoint(), form).reply();
    }
    System.out.println(
        stage.world.ledger().position()
            + " entries, "
            + stage.server.families().size()
            + " families, first: "
            + stage.call(Stage.member(first, "access_token")).status()
            + ", last: "
            + stage.call(Stage.member(last, "access_token")).status()
            + ", login: "
            + stage.spend(login.refreshToken()).status());
  }
}
