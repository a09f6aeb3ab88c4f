package dev.pawl.fleetdrills.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.fleetdrills.ground.Engine;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Watches the record of a login: who claims it, and which claims came to be doubts. */
final class Witness implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Pattern PROCESS = Pattern.compile("process (\\d+)$");

  private final Engine engine;
  private final String profile;
  private final Set<String> doubts = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::watch, "pawl-drill-witness");
  private volatile boolean closed;
  private volatile long holder;

  Witness(Engine engine, String profile) {
    this.engine = engine;
    this.profile = profile;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!closed) {
      try {
        look(engine.read(profile));
      } catch (IOException e) {
        // the store is away
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void look(@Nullable String body) {
    if (body == null) {
      return;
    }
    ObjectNode record = StrictJson.object(body);
    switch (record.path("state").asText()) {
      case "spending", "replaying" -> {
        Matcher process = PROCESS.matcher(record.path("owner_name").asText());
        holder = process.find() ? Long.parseLong(process.group(1)) : 0;
      }
      case "doubt" -> doubts.add(record.path("nonce").asText());
      default -> {}
    }
  }

  /** Returns how many claims came to be doubts: each permits one replay. */
  int doubts() {
    return doubts.size();
  }

  /** Waits for a claim; returns the process that has it, 0 if there is none in time. */
  long holder(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (holder == 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return holder;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
