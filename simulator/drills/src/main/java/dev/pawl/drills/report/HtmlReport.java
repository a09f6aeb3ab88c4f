package dev.pawl.drills.report;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The verdicts as one page that needs nothing besides itself: a table, and for each drill what is
 * held against it, the command that repeats it and a {@link Timeline}. Tokens appear by label.
 */
public final class HtmlReport {
  private static final List<String> COLUMNS =
      List.of(
          "drill",
          "policy",
          "cache",
          "processes",
          "class",
          "result",
          "spends",
          "reuse",
          "revoked",
          "lost",
          "prompts",
          "ms");

  /* No character that XML would escape: it stands as it is in the page. */
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#c9d0d8;--good:#0f6b34;--bad:#a8131c;--odd:#8a4b00;--quiet:#4a5360}
      @media (prefers-color-scheme:dark){:root{--ink:#e8ebee;--paper:#14171a;--line:#3a424b;--good:#6fd394;--bad:#ff9a9a;--odd:#ffc078;--quiet:#b4bdc7}}
      body{margin:1rem 2rem;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
      table{border-collapse:collapse}th,td{text-align:left;padding:.15rem .8rem .15rem 0;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
      .PASS{color:var(--good);font-weight:700}.FAIL{color:var(--bad);font-weight:700}.NOT{color:var(--odd);font-weight:700}
      summary{cursor:pointer;padding:.3rem 0}code{background:rgba(128,128,128,.15);padding:.1rem .3rem}
      .scroll{overflow-x:auto}svg{display:block}svg text{fill:var(--ink);font:11px system-ui,sans-serif}.tick{stroke:var(--line)}
      .spend{fill:var(--good)}.spend.refused{fill:var(--odd)}.faulty{stroke:var(--bad);stroke-width:2}.reuse{fill:var(--bad);stroke:var(--ink);stroke-width:2}
      .lock{fill:var(--odd)}.held{fill:var(--odd);opacity:.45}
      .call{fill:var(--quiet)}.call.refused{fill:var(--bad)}.other{fill:none;stroke:var(--quiet);stroke-width:2}
      """;

  private final XMLStreamWriter xml;

  private HtmlReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** Returns the page. */
  public static String of(Report report) {
    StringWriter text = new StringWriter();
    text.append("<!doctype html>\n");
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new HtmlReport(xml).write(report);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string cannot be written to", e);
    }
    return text.append('\n').toString();
  }

  private void write(Report report) throws XMLStreamException {
    xml.writeStartElement("html");
    xml.writeAttribute("lang", "en");
    xml.writeStartElement("head");
    xml.writeEmptyElement("meta");
    xml.writeAttribute("charset", "utf-8");
    element("title", "", "Pawl drills, seed " + report.seed());
    element("style", "", STYLE);
    xml.writeEndElement();
    xml.writeStartElement("body");
    long passed = report.verdicts().stream().filter(DrillVerdict::isPass).count();
    element("h1", "", passed + " of " + report.verdicts().size() + " drills passed");
    element("p", "", "Pawl " + report.version() + ", seed " + report.seed());
    table(report);
    for (DrillVerdict verdict : report.verdicts()) {
      details(verdict);
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void table(Report report) throws XMLStreamException {
    xml.writeStartElement("table");
    xml.writeStartElement("tr");
    for (String column : COLUMNS) {
      element("th", "", column);
    }
    xml.writeEndElement();
    for (DrillVerdict verdict : report.verdicts()) {
      row(verdict);
    }
    xml.writeEndElement();
  }

  private void row(DrillVerdict verdict) throws XMLStreamException {
    DrillVerdict.Subject subject = verdict.subject();
    DrillVerdict.Figures figures = verdict.figures();
    xml.writeStartElement("tr");
    cell(subject.number() + " " + subject.name());
    cell(subject.policy().name());
    cell(subject.cache());
    cell(Integer.toString(subject.processes()));
    cell(subject.promise().name());
    element("td", verdict.word(), verdict.word());
    cell(Integer.toString(figures.spends()));
    cell(Integer.toString(figures.reuse()));
    cell(Integer.toString(figures.revocations()));
    cell(Integer.toString(figures.lost()));
    cell(Integer.toString(figures.prompts()));
    cell(Long.toString(figures.millis()));
    xml.writeEndElement();
  }

  private void cell(String text) throws XMLStreamException {
    element("td", "", text);
  }

  private void details(DrillVerdict verdict) throws XMLStreamException {
    xml.writeStartElement("details");
    if (!verdict.isPass()) {
      xml.writeAttribute("open", "open");
    }
    DrillVerdict.Subject subject = verdict.subject();
    xml.writeStartElement("summary");
    element("span", verdict.word(), verdict.word());
    xml.writeCharacters(" " + subject.name() + " under " + subject.policy());
    xml.writeEndElement();
    if (!verdict.notRun().isEmpty()) {
      element("p", "", verdict.notRun());
    }
    for (String violation : verdict.violations()) {
      element("p", "", violation);
    }
    xml.writeStartElement("p");
    xml.writeCharacters("Repeat it: ");
    element("code", "", verdict.repeat());
    xml.writeEndElement();
    Timeline timeline = new Timeline(verdict.seen(), verdict.locks());
    xml.writeStartElement("div");
    xml.writeAttribute("class", "scroll");
    timeline.write(xml);
    xml.writeEndElement();
    if (timeline.left() > 0) {
      element("p", "", timeline.left() + " more processes are not drawn.");
    }
    xml.writeEndElement();
  }

  private void element(String name, String kind, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    if (!kind.isEmpty()) {
      xml.writeAttribute("class", kind);
    }
    xml.writeCharacters(JUnitReport.printable(text));
    xml.writeEndElement();
  }
}
