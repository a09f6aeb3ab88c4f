package dev.pawl.fleetdrills.ground;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A network namespace for each host, with a cable to this one, where provider and store listen at
 * an address that all reach.
 */
final class Namespaces implements Network {
  private static final int RUNS = 60; // at a time, each with four numbers
  private static final int NUMBERS = 4;

  private final long run = ProcessHandle.current().pid();
  private final long first = run % RUNS * NUMBERS;
  private final Deque<List<String>> undoing = new ArrayDeque<>();

  private Namespaces() {}

  static Namespaces open(int hosts) throws IOException {
    Namespaces opened = new Namespaces();
    try {
      opened.make(hosts);
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private void make(int hosts) throws IOException {
    String shared = address() + "/32";
    ip("addr", "add", shared, "dev", "lo");
    undoing.push(List.of("ip", "addr", "del", shared, "dev", "lo"));
    for (int host = 0; host < hosts; host++) {
      makeHost(host);
    }
  }

  private void makeHost(int host) throws IOException {
    String name = name(host);
    String network = "10.213." + (first + 1 + host);
    ip("netns", "add", name);
    undoing.push(List.of("ip", "netns", "del", name)); // its cable goes with it
    ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
    ip("addr", "add", network + ".1/30", "dev", name);
    ip("link", "set", name, "up");
    ip("-n", name, "addr", "add", network + ".2/30", "dev", "eth0");
    ip("-n", name, "link", "set", "lo", "up");
    ip("-n", name, "link", "set", "eth0", "up");
    ip("-n", name, "route", "add", "default", "via", network + ".1");
    String whole = network + ".0/30"; // while the cable is down, nothing leaves by another one
    ip("route", "add", "blackhole", whole, "metric", "4000");
    undoing.push(List.of("ip", "route", "del", "blackhole", whole, "metric", "4000"));
  }

  private static void ip(String... words) throws IOException {
    String[] command = new String[words.length + 1];
    command[0] = "ip";
    System.arraycopy(words, 0, command, 1, words.length);
    Shell.run(command);
  }

  private String name(int host) {
    return "pawl" + run + "h" + host;
  }

  @Override
  public String address() {
    return "10.213." + first + ".1";
  }

  @Override
  public String lacks() {
    return "";
  }

  @Override
  public List<String> on(int host) {
    return List.of("ip", "netns", "exec", name(host));
  }

  @Override
  public void cut(int host) throws IOException {
    ip("link", "set", name(host), "down");
  }

  @Override
  public void heal(int host) throws IOException {
    ip("link", "set", name(host), "up");
  }

  @Override
  public void close() {
    while (!undoing.isEmpty()) {
      List<String> undo = undoing.pop();
      try {
        Shell.run(undo.toArray(new String[0]));
      } catch (IOException e) {
        System.err.println("pawl drill fleet: not undone: " + e.getMessage());
      }
    }
  }
}
