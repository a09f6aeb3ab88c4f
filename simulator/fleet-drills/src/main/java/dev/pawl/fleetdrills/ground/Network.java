package dev.pawl.fleetdrills.ground;

import java.io.IOException;
import java.util.List;

/** How hosts reach the provider and the store. */
public interface Network extends AutoCloseable {
  /** Returns one in which each host has an address of its own, if this user may make it. */
  static Network open(int hosts) {
    if (!Shell.isRoot() || !Shell.has("ip")) {
      return new OneNetwork("it takes root and the tool ip (apt-get install iproute2)");
    }
    try {
      return Namespaces.open(hosts);
    } catch (IOException e) {
      return new OneNetwork("network namespaces cannot be made here (" + e.getMessage() + ")");
    }
  }

  /** Returns where provider and store listen. */
  String address();

  /** Returns why no host can be cut off; empty if hosts can be. */
  String lacks();

  /** Returns the words that begin a command which is to run on {@code host}. */
  List<String> on(int host);

  /** Loses all that goes to {@code host} and comes from it. */
  void cut(int host) throws IOException;

  /** Ends {@link #cut}. */
  void heal(int host) throws IOException;

  @Override
  void close();
}
