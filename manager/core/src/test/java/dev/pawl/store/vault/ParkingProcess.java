package dev.pawl.store.vault;

import dev.pawl.store.StoreProcess;
import dev.pawl.vault.EntryName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** A child JVM that has made room in memory for a login whose vault may go away, until killed. */
final class ParkingProcess {
  private ParkingProcess() {}

  public static void main(String[] args) {
    Parking parking = new Parking(EntryName.of(Path.of(args[0]), "default"), null);
    parking.reserve();
    System.out.println(Objects.requireNonNull(parking.file()).path().getParent());
    while (parking.file() != null) {
      LockSupport.park();
    }
  }

  static Process start(Path state) throws IOException {
    return StoreProcess.startOf(ParkingProcess.class, state.toString());
  }
}
