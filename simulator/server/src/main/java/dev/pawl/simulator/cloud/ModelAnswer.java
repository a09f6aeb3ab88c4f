package dev.pawl.simulator.cloud;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.wire.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model of Anthropic says in a cloud: one word, at once or in a stream of events (Messages
 * API).
 *
 * @param id the message's id
 * @param model the model's id
 * @param word what it says
 */
public record ModelAnswer(String id, String model, String word) {
  private static final String TYPE = "type";

  /** Returns all of it at once. */
  public Reply whole() {
    return Reply.json(200, message(List.of(Map.of(TYPE, "text", "text", word)), "end_turn"));
  }

  /** Returns it as server-sent events. */
  public Reply serverSentEvents() {
    String text =
        events().stream()
            .map(
                event ->
                    "event: " + event.get(TYPE) + "\ndata: " + StrictJson.write(event) + "\n\n")
            .collect(Collectors.joining());
    return new Reply(200, Map.of(), new Reply.Text("text/event-stream; charset=utf-8", text));
  }

  /** Returns the events of a stream in their order. */
  public List<Map<String, Object>> events() {
    return List.of(
        event("message_start", "message", message(List.of(), "")),
        block("content_block_start", "content_block", Map.of(TYPE, "text", "text", "")),
        block("content_block_delta", "delta", Map.of(TYPE, "text_delta", "text", word)),
        event("content_block_stop", "index", 0),
        ended(),
        Map.of(TYPE, "message_stop"));
  }

  private static Map<String, Object> ended() {
    Map<String, Object> ended = event("message_delta", "delta", Map.of("stop_reason", "end_turn"));
    ended.put("usage", Map.of("output_tokens", 1));
    return ended;
  }

  private static Map<String, Object> block(String type, String name, Map<String, Object> value) {
    Map<String, Object> block = event(type, "index", 0);
    block.put(name, value);
    return block;
  }

  private static Map<String, Object> event(String type, String name, Object value) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put(TYPE, type);
    event.put(name, value);
    return event;
  }

  private Map<String, Object> message(List<?> content, String stopReason) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", id);
    members.put(TYPE, "message");
    members.put("role", "assistant");
    members.put("model", model);
    members.put("content", content);
    if (!stopReason.isEmpty()) {
      members.put("stop_reason", stopReason);
    }
    members.put("usage", Map.of("input_tokens", 1, "output_tokens", 1));
    return members;
  }
}
