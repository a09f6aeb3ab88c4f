package dev.pawl.cache.chronicle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether Chronicle Map can be used in this JVM, and its first, slow start. Naming this class loads
 * nothing of Chronicle.
 */
final class Chronicle {
  /** What an application adds to its class path, and leaves out of it. */
  public static final String ARTIFACT =
      "net.openhft:chronicle-map (without net.openhft:chronicle-analytics)";

  private static final String STATE = "net.openhft.chronicle.hash.VanillaGlobalMutableState";
  private static final String NATIVE = STATE + "$$Native";
  private static final List<String> NEEDED =
      List.of(
          "net.openhft.chronicle.core.Jvm",
          "net.openhft.chronicle.bytes.BytesStore",
          "net.openhft.chronicle.values.Values",
          "net.openhft.chronicle.map.ChronicleMap",
          STATE);

  /** What this Chronicle looks up in the JDK, and JDK 26 removed (docs/adr/0035). */
  private static final String OF_THE_JDK = "jdk.internal.ref.Cleaner";

  private static final AtomicReference<@Nullable Future<?>> WARM = new AtomicReference<>();
  private static volatile boolean ready;

  private Chronicle() {}

  /** A package of the JDK that Chronicle reaches into, and how. */
  private record Door(String name, boolean opened) {
    private static final List<Door> ALL =
        List.of(
            new Door("java.lang", true),
            new Door("java.lang.reflect", true),
            new Door("sun.nio.ch", false),
            new Door("jdk.internal.ref", false));

    boolean isShutFor(Module user) {
      Module base = Object.class.getModule();
      return opened ? !base.isOpen(name, user) : !base.isExported(name, user);
    }

    String flag(Module user) {
      String target = user.isNamed() ? user.getName() : "ALL-UNNAMED";
      return (opened ? "--add-opens=" : "--add-exports=") + "java.base/" + name + "=" + target;
    }
  }

  /** The options that a JVM needs whose class path holds Chronicle Map. */
  public static List<String> flags() {
    Module unnamed = ClassLoader.getSystemClassLoader().getUnnamedModule();
    return Door.ALL.stream().map(door -> door.flag(unnamed)).toList();
  }

  /** Why Chronicle Map cannot be used here, in one line with the remedy; null if it can. */
  public static @Nullable String problem() {
    if (!isThere(OF_THE_JDK)) {
      return "it is a Chronicle Map, which needs Java 17 to 25, and this is Java "
          + Runtime.version().feature()
          + " without "
          + OF_THE_JDK
          + "; start this program with Java 17 to 25";
    }
    Module user = Chronicle.class.getModule();
    for (String name : NEEDED) {
      try {
        user = Class.forName(name, false, Chronicle.class.getClassLoader()).getModule();
      } catch (ClassNotFoundException | LinkageError e) {
        return "it is a Chronicle Map; add " + ARTIFACT + " to the class path";
      }
    }
    List<String> missing = new ArrayList<>();
    for (Door door : Door.ALL) {
      if (door.isShutFor(user)) {
        missing.add(door.flag(user));
      }
    }
    return missing.isEmpty()
        ? null
        : "it is a Chronicle Map; start this JVM with " + String.join(" ", missing);
  }

  /* By name and through the bootstrap loader: to be hidden it must be gone from the JDK itself. */
  private static boolean isThere(String nameInTheJdk) {
    try {
      Class<?> unused = Class.forName(nameInTheJdk, false, null);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Has Chronicle loaded, on a thread of its own; once in a JVM. {@link #awaitReady} tells when.
   */
  public static void warmUp() {
    if (WARM.get() == null) {
      WARM.compareAndSet(null, ChronicleThread.start(Chronicle::load));
    }
  }

  /** Whether Chronicle is loaded. */
  public static boolean isReady() {
    return ready;
  }

  /**
   * Waits until Chronicle is loaded.
   *
   * @throws IOException if that takes longer, or fails
   */
  public static void awaitReady(Duration waitTimeout) throws IOException {
    warmUp();
    Future<?> warm = WARM.get();
    if (warm != null) {
      ChronicleThread.await(warm, waitTimeout);
    }
  }

  private static Void load() throws IOException {
    System.setProperty("chronicle.analytics.disable", "true");
    System.setProperty("chronicle.announcer.disable", "true");
    quietenLogging();
    defineNativeClass();
    EntryMap.warmUp();
    ready = true;
    return null;
  }

  /* Where the application has no SLF4J provider, three lines of warning would be of no use to it. */
  private static void quietenLogging() {
    String providers = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    if (Chronicle.class.getClassLoader().getResource(providers) == null
        && System.getProperty("slf4j.internal.verbosity") == null) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
  }

  /* Chronicle compiles this class at run time if it finds none of the name; ours is made when this
   * project is built. It cannot simply lie in our jar: two modules must not share a package. */
  private static void defineNativeClass() throws IOException {
    ClassLoader loader = Chronicle.class.getClassLoader();
    try (InputStream bytes = Chronicle.class.getResourceAsStream("global-state.class.bin")) {
      Class<?> state = Class.forName(STATE, false, loader);
      if (bytes == null || isDefined(state)) {
        return;
      }
      Class<?> unused =
          MethodHandles.privateLookupIn(state, MethodHandles.lookup())
              .defineClass(bytes.readAllBytes());
    } catch (ReflectiveOperationException e) {
      throw new IOException("Chronicle Map is not what this version knows", e);
    }
  }

  private static boolean isDefined(Class<?> state) {
    try {
      Class<?> unused = Class.forName(NATIVE, false, state.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
