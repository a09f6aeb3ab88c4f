package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.wire.StrictJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The ledger in pages, filtered, as one JSON object, as JSON Lines or as server-sent events (WHATWG
 * HTML, section 9.2). A stream of events ends after a page; whoever reads it comes again, as the
 * standard has it, with the number of the last one in {@code Last-Event-ID}.
 */
final class AdminLedger {
  private static final long LARGEST_PAGE = 10_000;
  private static final String EVENTS = "events";
  private static final Duration EVENTS_WAIT = Duration.ofSeconds(15);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Ledger ledger;

  AdminLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Returns the entries after {@code since} that the query's other words describe, {@code limit} of
   * them at most. With {@code wait}, it answers when there is one, or after that time.
   */
  Reply page(Request request) {
    AdminRequest query =
        AdminRequest.ofQuery(
            request,
            "since",
            "limit",
            "operation",
            "outcome",
            "family",
            "process",
            "client",
            "wait",
            "format");
    String format = query.text("format").orElse("json");
    boolean streams = format.equals(EVENTS);
    long asked =
        query.number("since").orElseGet(() -> streams ? lastEvent(request) : Long.valueOf(0));
    long since = asked > ledger.position() ? 0 : asked; // the ledger was cleared
    long limit = query.number("limit").orElse(LARGEST_PAGE);
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new IllegalArgumentException("'limit' is 1 to " + LARGEST_PAGE);
    }
    Predicate<LedgerEntry> wanted = wanted(query);
    query
        .duration("wait")
        .or(() -> Optional.of(EVENTS_WAIT).filter(wait -> streams))
        .ifPresent(longest -> await(since, wanted, longest));
    Entries later = ledger.since(since);
    List<LedgerEntry> page = later.where(wanted).list().stream().limit(limit).toList();
    return switch (format) {
      case "json" -> object(page, later, since, limit);
      case "jsonl" -> lines(page);
      case EVENTS -> events(page, position(page, later, since, limit));
      default -> throw new IllegalArgumentException("'format' is json, jsonl or events");
    };
  }

  private static Long lastEvent(Request request) {
    String last = request.header("Last-Event-ID").orElse("0");
    if (!last.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("Last-Event-ID is the number of an entry");
    }
    return Long.valueOf(last);
  }

  private static Predicate<LedgerEntry> wanted(AdminRequest query) {
    Optional<String> operation = query.text("operation");
    Optional<Outcome> outcome = query.constant("outcome", Outcome.class);
    Optional<String> family = query.text("family");
    Optional<String> process = query.text("process");
    Optional<String> client = query.text("client");
    return entry ->
        operation.map(entry.operation().toString()::equals).orElse(true)
            && outcome.map(entry.outcome()::equals).orElse(true)
            && family.map(entry.family()::equals).orElse(true)
            && process.map(entry.caller().process()::equals).orElse(true)
            && client.map(entry.caller().client()::equals).orElse(true);
  }

  private void await(long since, Predicate<LedgerEntry> wanted, Duration longest) {
    if (longest.isNegative() || longest.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("'wait' is 0s to 60s");
    }
    try {
      ledger.await(since, wanted, longest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the simulator closes
    }
  }

  /* 'next' is where the following page starts: behind the last entry that was looked at. */
  private Reply object(List<LedgerEntry> page, Entries later, long since, long limit) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("entries", page.stream().map(LedgerEntry::members).toList());
    members.putAll(position(page, later, since, limit));
    return Reply.json(200, members);
  }

  private Map<String, Object> position(
      List<LedgerEntry> page, Entries later, long since, long limit) {
    List<LedgerEntry> seen = page.size() == limit ? page : later.list();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("next", seen.isEmpty() ? since : seen.get(seen.size() - 1).sequence());
    members.put("forgotten", later.forgotten());
    members.put("era", ledger.era());
    return members;
  }

  /* The last event says where the next page starts, also if no entry was wanted. */
  private static Reply events(List<LedgerEntry> page, Map<String, Object> position) {
    StringBuilder text = new StringBuilder("retry: 100\n\n");
    for (LedgerEntry entry : page) {
      event(text, "entry", entry.sequence(), entry.members());
    }
    event(text, "position", String.valueOf(position.get("next")), position);
    return new Reply(200, Map.of(), new Reply.Text("text/event-stream", text.toString()));
  }

  private static void event(
      StringBuilder text, String name, Object id, Map<String, Object> members) {
    text.append("event: ").append(name).append("\nid: ").append(id);
    text.append("\ndata: ").append(StrictJson.write(members)).append("\n\n");
  }

  private static Reply lines(List<LedgerEntry> page) {
    String lines =
        page.stream()
            .map(LedgerEntry::members)
            .map(StrictJson::write)
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return new Reply(200, Map.of(), new Reply.Text("application/jsonl", lines));
  }
}
