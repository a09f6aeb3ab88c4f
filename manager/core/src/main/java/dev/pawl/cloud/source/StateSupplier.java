package dev.pawl.cloud.source;

import dev.pawl.directory.StateDirectory;
import java.io.IOException;

/** Where the state directory is found when it is needed. */
public interface StateSupplier {
  /** The directory, prepared. */
  StateDirectory get() throws IOException;
}
