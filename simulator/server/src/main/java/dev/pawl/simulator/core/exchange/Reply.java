package dev.pawl.simulator.core.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a service answers, before it is turned into bytes. It may hold tokens, so its text form
 * shows only the status.
 *
 * @param status HTTP status
 * @param headers headers in order, without {@code Date} and {@code Content-Length}, which the wire
 *     adds
 * @param content the body
 */
public record Reply(int status, Map<String, String> headers, Content content) {

  /** The body of a reply. */
  public sealed interface Content permits Fields, Text, Bytes {}

  /**
   * A JSON object.
   *
   * @param members its members in order: strings, numbers, booleans, lists and maps
   */
  public record Fields(Map<String, Object> members) implements Content {
    /** Copies the members. */
    public Fields {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public String toString() {
      return "Fields" + members.keySet();
    }
  }

  /**
   * A body that is taken as it is.
   *
   * @param mediaType its media type; empty for no body at all
   * @param value the text
   */
  public record Text(String mediaType, String value) implements Content {
    @Override
    public String toString() {
      return "Text[" + mediaType + "]";
    }
  }

  /**
   * A body that is no text.
   *
   * @param mediaType its media type
   * @param value the bytes; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, sent once
  public record Bytes(String mediaType, byte[] value) implements Content {
    @Override
    public String toString() {
      return "Bytes[" + mediaType + "]";
    }
  }

  /** Copies the headers. */
  public Reply {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Returns a reply whose body is a JSON object. */
  public static Reply json(int status, Map<String, Object> members) {
    return new Reply(status, Map.of(), new Fields(members));
  }

  /** Returns a reply whose body is an HTML page. */
  public static Reply html(int status, String page) {
    return new Reply(status, Map.of(), new Text("text/html; charset=utf-8", page));
  }

  /** Returns a reply without a body. */
  public static Reply empty(int status) {
    return new Reply(status, Map.of(), new Text("", ""));
  }

  /** Returns this reply with one more header. */
  public Reply header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, content);
  }

  /** Returns the members of a JSON body; empty for any other body. */
  public Map<String, Object> members() {
    return content instanceof Fields fields ? fields.members() : Map.of();
  }

  /** Returns this reply with another JSON body. */
  public Reply members(Map<String, Object> members) {
    return new Reply(status, headers, new Fields(members));
  }

  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
