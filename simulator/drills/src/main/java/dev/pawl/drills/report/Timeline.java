package dev.pawl.drills.report;

import dev.pawl.drills.stage.LockHold;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What was seen of a drill as a picture: a row for each process, real time from left to right, a
 * mark for each spend, call, login and fault of the provider's ledger. If it is known who held the
 * lock and when, that is the first row, and a band in the row of the process. Marks have their
 * words as tooltips.
 */
final class Timeline {
  /** How many rows are drawn at most; the others are named in a line below. */
  static final int MOST_ROWS = 64;

  private static final int LEFT = 150;
  private static final int WIDTH = 900;
  private static final int ROW = 14;
  private static final int TOP = 24;
  private static final String LOCK = "lock held";

  private final List<LedgerEntry> entries;
  private final List<LockHold> locks;
  private final List<String> rows;
  private final int left;
  private final long first;
  private final long span;

  Timeline(List<LedgerEntry> entries, List<LockHold> locks) {
    this.entries = entries;
    this.locks = locks;
    Set<String> processes = new LinkedHashSet<>();
    if (!locks.isEmpty()) {
      processes.add(LOCK);
    }
    entries.forEach(entry -> processes.add(name(entry.caller())));
    List<String> all = new ArrayList<>(processes);
    this.rows = all.subList(0, Math.min(MOST_ROWS, all.size()));
    this.left = all.size() - rows.size();
    this.first = entries.isEmpty() ? 0 : entries.get(0).nanos();
    long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).nanos();
    this.span = Math.max(1, last - first);
  }

  /* A client that does not name itself is known by its number, else by its connection. */
  private static String name(Caller caller) {
    return caller.pid() == 0 ? caller.process() : "process " + caller.pid();
  }

  /** Returns how many processes have no row. */
  int left() {
    return left;
  }

  void write(XMLStreamWriter xml) throws XMLStreamException {
    int height = TOP + rows.size() * ROW + 10;
    xml.writeStartElement("svg");
    xml.writeAttribute("role", "img");
    xml.writeAttribute("aria-label", "What was seen, by process and time");
    xml.writeAttribute("viewBox", "0 0 " + (LEFT + WIDTH + 20) + " " + height);
    xml.writeAttribute("width", Integer.toString(LEFT + WIDTH + 20));
    xml.writeAttribute("height", Integer.toString(height));
    for (int tick = 0; tick <= 4; tick++) {
      tick(xml, tick, height);
    }
    for (int row = 0; row < rows.size(); row++) {
      text(xml, 0, y(row) + 4, rows.get(row));
    }
    for (LockHold hold : locks) {
      band(xml, hold, LOCK, "lock");
      band(xml, hold, hold.process(), "held");
    }
    for (LedgerEntry entry : entries) {
      int row = rows.indexOf(name(entry.caller()));
      if (row >= 0) {
        mark(xml, entry, row);
      }
    }
    xml.writeEndElement();
  }

  private void tick(XMLStreamWriter xml, int tick, int height) throws XMLStreamException {
    int x = LEFT + tick * WIDTH / 4;
    xml.writeStartElement("line");
    xml.writeAttribute("class", "tick");
    xml.writeAttribute("x1", Integer.toString(x));
    xml.writeAttribute("x2", Integer.toString(x));
    xml.writeAttribute("y1", Integer.toString(TOP - 8));
    xml.writeAttribute("y2", Integer.toString(height));
    xml.writeEndElement();
    text(xml, x - 20, TOP - 12, String.format(Locale.ROOT, "%d ms", span * tick / 4 / 1_000_000));
  }

  private static void text(XMLStreamWriter xml, int x, int y, String words)
      throws XMLStreamException {
    xml.writeStartElement("text");
    xml.writeAttribute("x", Integer.toString(x));
    xml.writeAttribute("y", Integer.toString(y));
    xml.writeCharacters(words.length() <= 22 ? words : words.substring(0, 21) + "…");
    xml.writeEndElement();
  }

  /* What began before the first entry or ended after the last is cut there. */
  private void band(XMLStreamWriter xml, LockHold hold, String name, String kind)
      throws XMLStreamException {
    int row = rows.indexOf(name);
    long from = Math.max(0, hold.from() - first);
    long to = Math.min(span, hold.to() - first);
    if (row < 0 || to < from) {
      return;
    }
    xml.writeStartElement("rect");
    xml.writeAttribute("class", kind);
    xml.writeAttribute("x", Long.toString(LEFT + from * WIDTH / span));
    xml.writeAttribute("y", Integer.toString(y(row) - ROW / 2 + 1));
    xml.writeAttribute("width", Long.toString(Math.max(2, (to - from) * WIDTH / span)));
    xml.writeAttribute("height", Integer.toString(ROW - 2));
    xml.writeStartElement("title");
    xml.writeCharacters(
        String.format(
            Locale.ROOT,
            "%s held the lock for %d ms",
            hold.process(),
            (hold.to() - hold.from()) / 1_000_000));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void mark(XMLStreamWriter xml, LedgerEntry entry, int row) throws XMLStreamException {
    long x = LEFT + (entry.nanos() - first) * WIDTH / span;
    boolean isCall = entry.operation().equals(Operation.CALL);
    xml.writeStartElement(isCall ? "rect" : "circle");
    xml.writeAttribute("class", kind(entry));
    if (isCall) {
      xml.writeAttribute("x", Long.toString(x - 1));
      xml.writeAttribute("y", Integer.toString(y(row) - 4));
      xml.writeAttribute("width", "2");
      xml.writeAttribute("height", "8");
    } else {
      xml.writeAttribute("cx", Long.toString(x));
      xml.writeAttribute("cy", Integer.toString(y(row)));
      xml.writeAttribute("r", "5");
    }
    xml.writeStartElement("title");
    xml.writeCharacters(words(entry));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static int y(int row) {
    return TOP + row * ROW + ROW / 2;
  }

  private static String kind(LedgerEntry entry) {
    boolean isGood = entry.outcome() == Outcome.GRANTED;
    if (entry.operation().equals(Operation.CALL)) {
      return isGood ? "call" : "call refused";
    }
    if (entry.outcome().isReuse()) {
      return "reuse";
    }
    if (!entry.operation().name().equals(Operation.REFRESH.name())) {
      return "other";
    }
    String faulty = entry.fault().isEmpty() ? "" : " faulty";
    return (isGood ? "spend" : "spend refused") + faulty;
  }

  /** Returns an entry in words. */
  static String words(LedgerEntry entry) {
    StringBuilder words = new StringBuilder();
    words.append(entry.sequence()).append(": ").append(entry.operation());
    append(words, " of ", entry.presented());
    append(words, " for ", entry.issued());
    words.append(", ").append(entry.outcome());
    append(words, ", fault ", entry.fault());
    return words.toString();
  }

  private static void append(StringBuilder words, String lead, String what) {
    if (!what.isEmpty()) {
      words.append(lead).append(what);
    }
  }
}
