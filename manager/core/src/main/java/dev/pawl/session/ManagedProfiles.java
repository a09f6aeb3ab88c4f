package dev.pawl.session;

import dev.pawl.directory.ActiveProfile;
import dev.pawl.file.FileIdentity;
import dev.pawl.policy.StorageProblem;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that a manager serves: the one that it was given, else the active one, whichever
 * that is at the moment. One that was opened stays open, since somebody may hold a token of it.
 * Thread-safe.
 *
 * <p>Whoever moves the pointer publishes in the slot of the profile that it pointed to, after the
 * move. A snapshot of that slot is kept for callers without a look at the files only if the
 * pointer, read after the slot, still names the profile; so a fresh snapshot proves that nobody had
 * moved the pointer when the call began.
 */
public final class ManagedProfiles {
  private final @Nullable ActiveProfile pointer;
  private final Opening opening;
  private final Consumer<ManagedProfile> entered;
  private final @Nullable Opened others;

  private volatile ManagedProfile served;
  private volatile @Nullable Pointed pointed;

  /** Opens a profile. */
  public interface Opening {
    ManagedProfile open(String profile, BooleanSupplier leads);
  }

  private record Pointed(FileIdentity file, String name) {}

  /* Who was given one profile has no use for these; a gateway has many such managers. */
  private record Opened(Map<String, ManagedProfile> byName, ReentrantLock lock) {}

  private ManagedProfiles(
      @Nullable ActiveProfile pointer,
      String first,
      Opening opening,
      Consumer<ManagedProfile> entered) {
    this.pointer = pointer;
    this.opening = opening;
    this.entered = entered;
    ManagedProfile at = opening.open(first, () -> leads(first));
    this.served = at;
    this.others = pointer == null ? null : new Opened(new HashMap<>(), new ReentrantLock());
    if (others != null) {
      others.byName().put(first, at);
    }
  }

  /** {@code profile} alone, for ever. */
  public static ManagedProfiles only(String profile, Opening opening) {
    return new ManagedProfiles(null, profile, opening, served -> {});
  }

  /** The active profile; {@code entered} is told whenever that becomes another one. */
  public static ManagedProfiles following(
      ActiveProfile pointer, Opening opening, Consumer<ManagedProfile> entered) {
    try {
      return new ManagedProfiles(pointer, pointer.name(), opening, entered);
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  /** The one that was last found to be active. */
  public ManagedProfile last() {
    return served;
  }

  /** The active profile, now. */
  public ManagedProfile current() {
    ManagedProfile seen = served;
    if (pointer == null || others == null) {
      return seen;
    }
    String name = named(pointer);
    return seen.name().equals(name) ? seen : enter(others, name);
  }

  /**
   * {@code profile}, active or not.
   *
   * @throws IllegalArgumentException if this manager was given another one
   */
  public ManagedProfile of(String profile) {
    ManagedProfile seen = served;
    if (seen.name().equals(profile)) {
      return seen;
    }
    if (others == null) {
      throw new IllegalArgumentException(
          "a token of profile " + profile + ", not of " + seen.name());
    }
    return opened(others, profile);
  }

  private ManagedProfile enter(Opened others, String name) {
    ManagedProfile next = opened(others, name);
    ManagedProfile before = served;
    served = next;
    if (before != next) {
      entered.accept(next);
    }
    return next;
  }

  private ManagedProfile opened(Opened others, String name) {
    others.lock().lock();
    try {
      ManagedProfile known = others.byName().get(name);
      ManagedProfile found = known == null ? opening.open(name, () -> leads(name)) : known;
      others.byName().put(name, found);
      return found;
    } finally {
      others.lock().unlock();
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
      throw StorageProblem.of(e);
    }
  }
}
