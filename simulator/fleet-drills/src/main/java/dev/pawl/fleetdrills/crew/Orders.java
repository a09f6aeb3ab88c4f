package dev.pawl.fleetdrills.crew;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.token.TokenException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** What a program does with the lines of its input: each brings one line. */
public interface Orders {
  /** What a program says first. */
  String READY = "ready";

  /** What became of {@code order}. */
  String answer(String order) throws IOException;

  /** Answers each line until the input ends. */
  static void serve(Orders orders) throws IOException {
    System.out.println(READY);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(told(orders, line).replace('\n', ' '));
    }
  }

  private static String told(Orders orders, String line) {
    try {
      return orders.answer(line);
    } catch (TokenException e) {
      return e.reason() + ": " + e.getMessage();
    } catch (IOException | RuntimeException e) {
      return "failed: " + e;
    }
  }
}
