package dev.pawl.cache.table;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The engines of the cache, for tests that hold of both. */
public enum TableEngine {
  MAPPED {
    @Override
    SharedCache open(Path path) throws IOException {
      return MappedTable.open(path);
    }

    @Override
    public SharedCache openOrCreate(Path path, Geometry geometry) throws IOException {
      return MappedTable.openOrCreate(path, geometry);
    }
  },
  CHRONICLE {
    @Override
    SharedCache open(Path path) throws IOException {
      return ChronicleTable.open(path);
    }

    @Override
    public SharedCache openOrCreate(Path path, Geometry geometry) throws IOException {
      ChronicleTable.awaitReady(LOADING);
      return ChronicleTable.openOrCreate(path, geometry);
    }
  };

  private static final Duration LOADING = Duration.ofMinutes(2);

  abstract SharedCache open(Path path) throws IOException;

  public abstract SharedCache openOrCreate(Path path, Geometry geometry) throws IOException;
}
