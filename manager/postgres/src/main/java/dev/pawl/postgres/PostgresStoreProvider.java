package dev.pawl.postgres;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordStoreProvider;
import dev.pawl.fleet.StoreAddress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens stores in PostgreSQL, 13 or newer. */
public final class PostgresStoreProvider implements RecordStoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PostgresStoreProvider() {}

  @Override
  public boolean opens(String url) {
    return url.startsWith("postgresql:") || url.startsWith("postgres:");
  }

  @Override
  public RecordStore open(StoreAddress store) throws IOException {
    PostgresAddress address = PostgresAddress.of(store);
    ServerRules rules = new ServerRules(address.needsStandby());
    CheckedConnections connections = new CheckedConnections(address, rules);
    try {
      Connection first = connections.getConnection();
      try {
        Schema.check(address.toString(), first);
        String since = PostgresWatch.now(first);
        connections.keep(first);
        return new PostgresStore(address, rules, connections, since);
      } catch (SQLException | IOException | RuntimeException e) {
        first.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new SqlFailure(address).of(e);
    }
  }

  @Override
  public String initialize(StoreAddress store) throws IOException {
    PostgresAddress address = PostgresAddress.of(store);
    ServerRules rules = new ServerRules(address.needsStandby());
    try (Connection connection = new CheckedConnections(address, rules).getConnection()) {
      return Schema.initialize(address.toString(), connection);
    } catch (SQLException e) {
      throw new SqlFailure(address).of(e);
    }
  }
}
