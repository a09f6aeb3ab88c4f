package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.wire.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who reads a list of variables. */
enum Shell {
  /** bash, and all that read what POSIX has shells read. */
  BASH {
    @Override
    String set(String name, String value) {
      return "export " + name + "='" + value.replace("'", "'\\''") + "'\n";
    }

    @Override
    String unset(String name) {
      return "unset " + name + "\n";
    }
  },
  /** fish. */
  FISH {
    @Override
    String set(String name, String value) {
      return "set -gx " + name + " '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'\n";
    }

    @Override
    String unset(String name) {
      return "set -e " + name + "\n";
    }
  },
  /** A program. */
  JSON {
    @Override
    String script(Map<String, String> variables, List<String> unset) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("variables", variables);
      members.put("unset", unset);
      return StrictJson.write(members) + "\n";
    }
  };

  /** Returns what it has to read, a line each. */
  String script(Map<String, String> variables, List<String> unset) {
    StringBuilder script = new StringBuilder();
    unset.forEach(name -> script.append(unset(name)));
    variables.forEach((name, value) -> script.append(set(name, value)));
    return script.toString();
  }

  String set(String name, String value) {
    throw new UnsupportedOperationException(name() + " has no lines");
  }

  String unset(String name) {
    throw new UnsupportedOperationException(name() + " has no lines");
  }
}
