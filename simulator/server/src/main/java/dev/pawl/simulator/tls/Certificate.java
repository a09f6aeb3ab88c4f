package dev.pawl.simulator.tls;

import java.util.List;
import java.util.Locale;

/** What the simulator's server certificate says of itself; the authority signs all of them. */
public enum Certificate {
  /** It is for localhost, 127.0.0.1, ::1 and the server's address, and valid. */
  VALID("localhost", "dns:localhost,ip:127.0.0.1,ip:::1", "-1d", 90),
  /** It is for another host: a client that checks names refuses it. */
  WRONG_HOST("wrong.example", "dns:wrong.example", "-1d", 90),
  /** It is for the right hosts and ended two days ago: a client that checks dates refuses it. */
  EXPIRED("localhost", "dns:localhost,ip:127.0.0.1,ip:::1", "-3d", 1);

  private final String name;
  private final String alternativeNames;
  private final String start;
  private final int days;

  Certificate(String name, String alternativeNames, String start, int days) {
    this.name = name;
    this.alternativeNames = alternativeNames;
    this.start = start;
    this.days = days;
  }

  /** Returns the word that stands for this certificate on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns what keytool is told of it.
   *
   * @param address of the server; in the certificate too, where that is for the right hosts
   */
  List<String> options(String address) {
    boolean named = this == WRONG_HOST || alternativeNames.contains("ip:" + address);
    return List.of(
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + alternativeNames + (named ? "" : ",ip:" + address),
        "-ext",
        "ku:critical=digitalSignature",
        "-ext",
        "eku=serverAuth",
        "-startdate",
        start,
        "-validity",
        Integer.toString(days));
  }
}
