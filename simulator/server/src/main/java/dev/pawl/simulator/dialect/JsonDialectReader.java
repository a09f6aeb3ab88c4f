package dev.pawl.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.simulator.core.dialect.AnswerWording;
import dev.pawl.simulator.core.dialect.Dialect;
import dev.pawl.simulator.core.dialect.DialectError;
import dev.pawl.simulator.core.dialect.DialectReader;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the files of dialects. A file has {@code vendor}, {@code sources}, {@code date} and {@code
 * errors} by code, perhaps also {@code answers}: how good answers are worded ({@code form}, {@code
 * set}, {@code rename}, {@code without}). An error has {@code status}, {@code headers} and either a
 * {@code body}, which is an object, or a {@code text} with its {@code type}. Its {@code source} is
 * the one of {@code sources} that shows it, if that can be told, and {@code seen} the day on which
 * it was sent or reported there. {@code "wording": "ours"} marks an error of which the vendor's
 * code and form are known, and its words are not. Thread-safe.
 */
public final class JsonDialectReader implements DialectReader {
  private static final Set<String> MEMBERS =
      Set.of("vendor", "sources", "date", "errors", "answers");
  private static final Set<String> OF_ANSWERS = Set.of("form", "set", "rename", "without");
  private static final Set<String> OF_ERRORS =
      Set.of("status", "headers", "body", "type", "text", "wording", "source", "seen");

  /** Creates a reader, for the service loader. */
  public JsonDialectReader() {}

  @Override
  public Dialect read(String name, InputStream in) throws IOException {
    ObjectNode file = StrictJson.object(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    known(file, MEMBERS);
    List<URI> sources = new ArrayList<>();
    file.required("sources").forEach(source -> sources.add(URI.create(source.asText())));
    Map<String, DialectError> errors = new LinkedHashMap<>();
    file.required("errors")
        .properties()
        .forEach(error -> errors.put(error.getKey(), error(error.getValue())));
    return new Dialect(
        name,
        file.required("vendor").asText(),
        sources,
        LocalDate.parse(file.required("date").asText()),
        errors,
        file.has("answers") ? answers(file.required("answers")) : AnswerWording.PLAIN);
  }

  private static AnswerWording answers(JsonNode answers) {
    known(answers, OF_ANSWERS);
    Map<String, String> rename = new LinkedHashMap<>();
    answers
        .path("rename")
        .properties()
        .forEach(name -> rename.put(name.getKey(), name.getValue().asText()));
    List<String> without = new ArrayList<>();
    answers.path("without").forEach(name -> without.add(name.asText()));
    return new AnswerWording(
        answers.path("form").asBoolean(), members(answers.path("set")), rename, without);
  }

  private static DialectError error(JsonNode error) {
    known(error, OF_ERRORS);
    Map<String, String> headers = new LinkedHashMap<>();
    error
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    Reply.Content content =
        error.has("body")
            ? new Reply.Fields(members(error.required("body")))
            : new Reply.Text(error.required("type").asText(), error.required("text").asText());
    return new DialectError(
        new Reply(error.required("status").asInt(), headers, content),
        error.has("source") ? URI.create(error.get("source").asText()) : null,
        error.has("seen") ? LocalDate.parse(error.get("seen").asText()) : null);
  }

  private static void known(JsonNode object, Set<String> names) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!names.contains(member.getKey())) {
        throw new IllegalArgumentException(
            "'" + member.getKey() + "' is unknown in a dialect; known are " + names);
      }
    }
  }

  private static Map<String, Object> members(JsonNode object) {
    Map<String, Object> members = new LinkedHashMap<>();
    object.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
    return members;
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      return members(node);
    } else if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item)));
      return items;
    } else if (node.isIntegralNumber()) {
      return node.asLong();
    }
    return node.isBoolean() ? node.asBoolean() : node.asText();
  }
}
