package dev.pawl.simulator;

import java.net.HttpURLConnection;
import java.net.URI;

/** A process that calls an address as often as it is told, all on one connection. */
final class CallerProcess {
  private CallerProcess() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      HttpURLConnection call =
          (HttpURLConnection) URI.create(arguments[0]).toURL().openConnection();
      call.setRequestProperty("X-Api-Key", "none");
      call.getResponseCode();
      call.getErrorStream().readAllBytes();
    }
  }
}
