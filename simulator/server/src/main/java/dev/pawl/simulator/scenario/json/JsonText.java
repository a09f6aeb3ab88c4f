package dev.pawl.simulator.scenario.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads JSON and remembers the places. */
public final class JsonText {
  private JsonText() {}

  /**
   * Reads a text that is one value. Where it is none, that is a problem, and the value is null.
   *
   * @param text JSON (RFC 8259), with comments as in Java
   */
  public static Value parse(String text, Problems problems) {
    Value nothing = new Value(new Value.Place(1, 1), Value.Kind.NULL, "null", List.of(), List.of());
    try (JsonParser parser = StrictJson.commented(text)) {
      if (parser.nextToken() == null) {
        problems.add(nothing.place(), "the text is empty");
        return nothing;
      }
      Value value = Value.read(parser);
      if (parser.nextToken() != null) {
        problems.add(Value.Place.of(parser), "nothing may follow the scenario");
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      problems.add(
          location == null
              ? nothing.place()
              : new Value.Place(location.getLineNr(), location.getColumnNr()),
          "not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
      return nothing;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a text that is in memory
    }
  }
}
