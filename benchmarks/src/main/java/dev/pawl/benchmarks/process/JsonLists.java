package dev.pawl.benchmarks.process;

import dev.pawl.json.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of objects within an object of JSON. */
public final class JsonLists {
  private JsonLists() {}

  /**
   * The objects of a list.
   *
   * @throws IOException if the field is no list of objects
   */
  public static List<Fields> objects(Fields fields, String name) throws IOException {
    if (!(fields.asMap().get(name) instanceof List<?> list)) {
      throw Fields.malformed(name, "is not a list");
    }
    List<Fields> objects = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> object)) {
        throw Fields.malformed(name, "holds something that is not an object");
      }
      objects.add(fields(object));
    }
    return objects;
  }

  @SuppressWarnings("NullAway") // a class file does not say that the values may be null
  private static Fields fields(Map<?, ?> object) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    object.forEach((name, value) -> members.put(String.valueOf(name), value));
    return new Fields(members);
  }
}
