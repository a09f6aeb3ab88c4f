package dev.pawl.benchmarks.contention.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where every thread of a storm writes when it was served: mapped memory, so that to report costs a
 * store and to look costs the others nothing. 0 is not yet, negative is failed.
 */
public final class Board {
  /** The most threads of one storm. */
  public static final int PLACES = 1024;

  private final LongBuffer places;

  private Board(LongBuffer places) {
    this.places = places;
  }

  /** Maps the board at {@code file}, made if there is none. */
  public static Board at(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer memory =
          channel
              .map(FileChannel.MapMode.READ_WRITE, 0, PLACES * (long) Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      return new Board(memory.asLongBuffer());
    }
  }

  /** What a place says. */
  public long read(int place) {
    return places.get(place);
  }

  void write(int place, long value) {
    places.put(place, value);
  }

  /** Wipes it for the next storm. */
  public void wipe() {
    for (int place = 0; place < PLACES; place++) {
      places.put(place, 0);
    }
  }
}
