package dev.pawl.postgres;

import dev.pawl.authentication.PemTls;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS with the certificates that the store's address names. The driver makes one for each
 * connection, so files that were replaced are read again.
 */
public final class StoreTlsFactory extends WrappedFactory {
  private static final String TRUST = "pawl.trust";
  private static final String IDENTITY = "pawl.identity";

  /** For the driver, with what {@link #tell} wrote. */
  public StoreTlsFactory(Properties properties) {
    factory =
        PemTls.context(path(properties, TRUST), path(properties, IDENTITY)).getSocketFactory();
  }

  static void tell(Properties properties, @Nullable Path trust, @Nullable Path identity) {
    if (trust != null) {
      properties.setProperty(TRUST, trust.toString());
    }
    if (identity != null) {
      properties.setProperty(IDENTITY, identity.toString());
    }
  }

  private static @Nullable Path path(Properties properties, String name) {
    String value = properties.getProperty(name);
    return value == null ? null : Path.of(value);
  }
}
