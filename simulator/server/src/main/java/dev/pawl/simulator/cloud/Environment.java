package dev.pawl.simulator.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a process needs to take the simulator for the vendors: variables, and files in a home
 * directory. It holds secrets, which are worth nothing elsewhere; its text form shows none.
 * Immutable.
 *
 * @param variables what is to be set
 * @param unset what must not be set, since it would count before those
 * @param files the content of files, by their place in the home directory
 */
public record Environment(
    Map<String, String> variables, Collection<String> unset, Map<String, String> files) {
  /** Copies all of it. */
  public Environment {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    unset = Collections.unmodifiableSet(new TreeSet<>(unset));
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** Returns this one with all of another. */
  public Environment and(Environment other) {
    Map<String, String> allVariables = new LinkedHashMap<>(variables);
    allVariables.putAll(other.variables);
    TreeSet<String> allUnset = new TreeSet<>(unset);
    allUnset.addAll(other.unset);
    Map<String, String> allFiles = new LinkedHashMap<>(files);
    allFiles.putAll(other.files);
    return new Environment(allVariables, allUnset, allFiles);
  }

  /**
   * Writes the files; those that are there are replaced.
   *
   * @throws IOException if one cannot be written
   */
  public Environment writeTo(Path home) throws IOException {
    HomeFiles.write(home, files);
    return this;
  }

  /** Returns the members of its JSON object. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("variables", variables);
    members.put("unset", unset);
    members.put("files", files);
    return members;
  }

  @Override
  public String toString() {
    return "Environment" + variables.keySet();
  }
}
