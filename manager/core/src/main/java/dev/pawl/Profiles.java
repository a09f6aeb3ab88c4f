package dev.pawl;

import dev.pawl.directory.ActiveProfile;
import dev.pawl.directory.ProfileName;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.StoreException;
import dev.pawl.policy.StorageProblem;
import dev.pawl.profile.RecoverableLogin;
import dev.pawl.session.FleetSettings;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a state directory: which there are, whose they are, and which one is active. A
 * caller that names no profile gets the tokens of the active one. Thread-safe.
 */
public final class Profiles {
  private static final int MOST_TOLD = 20;

  private final Map<String, String> environment;
  private final StateDirectory directory;
  private final ActiveProfile pointer;

  private Profiles(Map<String, String> environment, StateDirectory directory) {
    this.environment = Map.copyOf(environment);
    this.directory = directory;
    this.pointer = directory.active();
  }

  /**
   * The profiles of the state directory that {@code environment} asks for.
   *
   * @throws TokenException FIX_CONFIGURATION if it asks for none
   */
  public static Profiles of(Map<String, String> environment) {
    try {
      return new Profiles(environment, StateDirectory.of(environment).found());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * The name of the active profile of the state directory that {@code environment} asks for; {@code
   * default} if it asks for none.
   *
   * @throws TokenException FIX_CONFIGURATION if the pointer is damaged
   */
  public static String active(Map<String, String> environment) {
    StateDirectory directory;
    try {
      directory = StateDirectory.of(environment);
    } catch (StoreException e) {
      return ActiveProfile.DEFAULT; // whoever needs the directory says what is missing
    }
    try {
      return directory.active().name();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Returns {@code name} if a profile may be called that.
   *
   * @throws IllegalArgumentException if not; the message says why
   */
  public static String requireName(String name) {
    return ProfileName.checked(name);
  }

  /** The names of all profiles that anything is stored of, logged out or not. */
  public List<String> names() {
    try {
      return directory.profiles();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** The name of the active profile; it need not be logged in. */
  public String active() {
    try {
      return pointer.name();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Whose the stored login of {@code profile} is, by its last good copy while it is damaged; null
   * if nobody is logged in or nothing whole is left.
   */
  public @Nullable Account account(String profile) {
    Grant grant = remains(profile).grant();
    return grant == null ? null : Account.of(grant);
  }

  private RecoverableLogin remains(String profile) {
    try (Fleet fleet = FleetSettings.looked(environment, directory.path())) {
      return RecoverableLogin.of(directory, profile, fleet);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Makes {@code profile} the active one, for all processes at their next call. A token that
   * somebody holds stays what it is, and is renewed as what it is.
   *
   * @return the profile that was active before
   * @throws TokenException LOG_IN if nobody is logged in as that profile: then nothing was changed;
   *     TRY_LATER if another process keeps the lock of the active one
   */
  public String use(String profile) {
    RecoverableLogin remains = remains(ProfileName.checked(profile));
    if (remains.grant() == null) {
      throw TokenException.logIn(
          remains.damage() == null
              ? "nobody is logged in as profile " + profile + others(profile)
              : remains.damage() + ", and there is no good copy; log in again");
    }
    while (true) {
      String before = before();
      if (before.equals(profile) || moved(before, profile)) {
        return before;
      }
    }
  }

  private String others(String profile) {
    List<String> others = new ArrayList<>();
    for (String name : names()) {
      if (others.size() == MOST_TOLD) {
        others.add("and more");
        break;
      }
      if (!name.equals(profile) && remains(name).grant() != null) {
        others.add(name);
      }
    }
    return others.isEmpty() ? ", nor as any other" : "; logged in: " + String.join(", ", others);
  }

  /* The way out of a damaged pointer is to point anew. */
  private String before() {
    try {
      return pointer.name();
    } catch (IOException e) {
      return ActiveProfile.DEFAULT;
    }
  }

  /** Whether the pointer was moved; false if somebody else has moved it meanwhile. */
  private boolean moved(String before, String to) {
    try (TokenManager manager =
        TokenManager.builder().environment(environment).profile(before).warmUp(false).build()) {
      return manager.handOver(
          () -> {
            boolean still = before().equals(before);
            if (still) {
              pointer.point(to);
            }
            return still;
          });
    }
  }

  /** Points nowhere again, after everybody was logged out. */
  public void forgetActive() {
    try {
      pointer.forget();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static TokenException unusable(IOException e) {
    return StorageProblem.of(e);
  }
}
