package dev.pawl.benchmarks.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The engines of the shared cache. */
public enum Engine {
  /** A mapped table. */
  MAPPED,
  /** Chronicle Map. */
  CHRONICLE,
  /** No cache: the store alone. */
  NONE;

  private static final String CHRONICLE_TABLE = "dev.pawl.cache.table.ChronicleTable";

  /** The engine that a parameter names, such as {@code mapped}. */
  public static Engine named(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }

  /** As parameters and settings spell it. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Those that the manager on the class path has. */
  public static List<Engine> present() {
    return Arrays.stream(values()).filter(Engine::isPresent).toList();
  }

  /** Whether the manager on the class path has it, with all that it needs. */
  public boolean isPresent() {
    return this != CHRONICLE
        || (has(CHRONICLE_TABLE) && has("net.openhft.chronicle.map.ChronicleMap"));
  }

  private static boolean has(String type) {
    try {
      Class.forName(type, false, Engine.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The options that a JVM needs for it. */
  public List<String> flags() {
    if (this != CHRONICLE || !isPresent()) {
      return List.of();
    }
    try {
      Object flags = Class.forName(CHRONICLE_TABLE).getMethod("flags").invoke(null);
      List<String> texts = new ArrayList<>();
      if (flags instanceof List<?> list) {
        list.forEach(flag -> texts.add(String.valueOf(flag)));
      }
      return texts;
    } catch (ReflectiveOperationException e) {
      return List.of();
    }
  }
}
