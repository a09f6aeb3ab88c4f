package dev.pawl;

import dev.pawl.spi.FileIdentity;
import dev.pawl.store.ActiveProfile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that a manager serves: the one that it was given, else the active one, whichever
 * that is at the moment. A lane once opened stays open, since somebody may hold a token of it.
 * Thread-safe.
 *
 * <p>Whoever moves the pointer publishes in the slot of the profile that it pointed to, after the
 * move. A snapshot of that slot is kept for callers without a look at the files only if the
 * pointer, read after the slot, still names the profile; so a fresh snapshot proves that nobody had
 * moved the pointer when the call began.
 */
final class Lanes {
  private final @Nullable ActiveProfile pointer;
  private final Opening opening;
  private final Map<String, Lane> opened = new LinkedHashMap<>();
  private final ReentrantLock entering = new ReentrantLock();
  private final Consumer<Lane> entered;

  private volatile Lane lane;
  private volatile @Nullable Pointed pointed;

  /** Opens the lane of a profile. */
  interface Opening {
    Lane open(String profile, BooleanSupplier leads);
  }

  private record Pointed(FileIdentity file, String name) {}

  private Lanes(
      @Nullable ActiveProfile pointer, String first, Opening opening, Consumer<Lane> entered) {
    this.pointer = pointer;
    this.opening = opening;
    this.entered = entered;
    this.lane = opening.open(first, () -> leads(first));
    opened.put(first, lane);
  }

  /** The lane of {@code profile} alone, for ever. */
  static Lanes only(String profile, Opening opening) {
    return new Lanes(null, profile, opening, lane -> {});
  }

  /** The lane of the active profile; {@code entered} is told whenever that becomes another one. */
  static Lanes following(ActiveProfile pointer, Opening opening, Consumer<Lane> entered) {
    try {
      return new Lanes(pointer, pointer.name(), opening, entered);
    } catch (IOException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }

  /** The lane that was last found to be the active one. */
  Lane last() {
    return lane;
  }

  /** The lane of the active profile, now. */
  Lane current() {
    if (pointer == null) {
      return lane;
    }
    String name = named(pointer);
    Lane seen = lane;
    return seen.name().equals(name) ? seen : enter(name);
  }

  /**
   * The lane of {@code profile}, active or not.
   *
   * @throws IllegalArgumentException if this manager was given another one
   */
  Lane of(String profile) {
    Lane seen = lane;
    if (seen.name().equals(profile)) {
      return seen;
    }
    if (pointer == null) {
      throw new IllegalArgumentException(
          "a token of profile " + profile + ", not of " + seen.name());
    }
    return opened(profile);
  }

  private Lane enter(String name) {
    Lane next = opened(name);
    Lane before = lane;
    lane = next;
    if (before != next) {
      entered.accept(next);
    }
    return next;
  }

  private Lane opened(String name) {
    entering.lock();
    try {
      Lane known = opened.get(name);
      Lane found = known == null ? opening.open(name, () -> leads(name)) : known;
      opened.put(name, found);
      return found;
    } finally {
      entering.unlock();
    }
  }

  private boolean leads(String name) {
    return pointer == null || name.equals(named(pointer));
  }

  private String named(ActiveProfile pointer) {
    try {
      FileIdentity file = pointer.identity();
      Pointed known = pointed;
      if (known == null || !known.file().equals(file)) {
        known = new Pointed(file, pointer.name());
        pointed = known;
      }
      return known.name();
    } catch (IOException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }
}
