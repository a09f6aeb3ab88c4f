package dev.pawl.simulator.scenario.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON value and where it stands.
 *
 * @param place its first character
 * @param kind what it is
 * @param text of a string its content, of a number or literal its form; else empty
 * @param items of an array
 * @param members of an object, in their order; a name may be there twice
 */
public record Value(Place place, Kind kind, String text, List<Value> items, List<Member> members) {
  /** The kinds of values; their text form is for people. */
  public enum Kind {
    /** Members by name. */
    OBJECT("an object"),
    /** Items in their order. */
    ARRAY("an array"),
    /** Text. */
    STRING("a string"),
    /** Any number. */
    NUMBER("a number"),
    /** A literal of the two. */
    BOOLEAN("true or false"),
    /** The literal of nothing. */
    NULL("null");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Line and column, from 1.
   *
   * @param line the line
   * @param column the column, in UTF-16 units
   */
  public record Place(int line, int column) {
    static Place of(JsonParser parser) {
      return new Place(
          parser.currentTokenLocation().getLineNr(), parser.currentTokenLocation().getColumnNr());
    }
  }

  /**
   * A member of an object.
   *
   * @param place where its name stands
   * @param name its name
   * @param value its value
   */
  public record Member(Place place, String name, Value value) {}

  /** Reads the value that begins at the parser's present token, and leaves it at the last one. */
  static Value read(JsonParser parser) throws IOException {
    Place place = Place.of(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Value(place, Kind.OBJECT, "", List.of(), members(parser));
      case START_ARRAY -> new Value(place, Kind.ARRAY, "", items(parser), List.of());
      case VALUE_STRING -> new Value(place, Kind.STRING, parser.getText(), List.of(), List.of());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Value(place, Kind.NUMBER, parser.getText(), List.of(), List.of());
      case VALUE_TRUE, VALUE_FALSE ->
          new Value(place, Kind.BOOLEAN, parser.getText(), List.of(), List.of());
      default -> new Value(place, Kind.NULL, "null", List.of(), List.of());
    };
  }

  private static List<Member> members(JsonParser parser) throws IOException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place place = Place.of(parser);
      String name = parser.currentName();
      parser.nextToken();
      members.add(new Member(place, name, read(parser)));
    }
    return members;
  }

  private static List<Value> items(JsonParser parser) throws IOException {
    List<Value> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser));
    }
    return items;
  }
}
