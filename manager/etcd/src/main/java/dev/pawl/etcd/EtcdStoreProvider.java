package dev.pawl.etcd;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordStoreProvider;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import java.io.IOException;

/** Opens stores in etcd, 3.4 or newer. */
public final class EtcdStoreProvider implements RecordStoreProvider {
  private static final int FEWEST_FOR_FAILOVER = 3;

  /** For {@link java.util.ServiceLoader}. */
  public EtcdStoreProvider() {}

  @Override
  public boolean opens(String url) {
    return url.startsWith("etcd:") || url.startsWith("etcds:");
  }

  @Override
  public RecordStore open(StoreAddress store) throws IOException {
    EtcdAddress address = EtcdAddress.of(store);
    EtcdConnection connection = new EtcdConnection(address);
    EtcdStore opened = new EtcdStore(address, connection);
    try {
      opened.begin();
      if (store.failover()) {
        requireMembers(address, connection);
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static void requireMembers(EtcdAddress address, EtcdConnection connection)
      throws IOException {
    int members =
        connection.repeated(client -> client.getClusterClient().listMember()).getMembers().size();
    if (members < FEWEST_FOR_FAILOVER) {
      throw new StoreRefusedException(
          address
              + ": fleet.failover is set, and a cluster of "
              + members
              + " loses its data with one; it needs 3 members or more",
          null);
    }
  }

  @Override
  public String initialize(StoreAddress store) throws IOException {
    EtcdAddress address = EtcdAddress.of(store);
    open(store).close();
    String keys = address.prefix() + "/";
    return "etcd needs no schema; the cluster answers."
        + "\nHosts need a role that may use these keys and no more; for a role named hosts:"
        + "\n  etcdctl role grant-permission hosts readwrite --prefix=true "
        + keys;
  }
}
