package dev.pawl.fleetdrills.ground;

import java.util.List;

/** All hosts are this one, on loopback: none can be cut off. */
record OneNetwork(String lacks) implements Network {
  @Override
  public String address() {
    return "127.0.0.1";
  }

  @Override
  public List<String> on(int host) {
    return List.of();
  }

  @Override
  public void cut(int host) {
    throw new UnsupportedOperationException(lacks);
  }

  @Override
  public void heal(int host) {}

  @Override
  public void close() {}
}
